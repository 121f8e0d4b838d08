package org.apicdr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The members of a bundle's file, to make other files of them.
 *
 * @param members all of them, in their order
 */
record TarMembers(List<Member> members) {

    TarMembers {
        members = List.copyOf(members);
    }

    static TarMembers read(byte[] tar) throws IOException {
        var members = new ArrayList<Member>();
        try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                members.add(new Member(entry.getName(), TarConstants.LF_NORMAL, in.readAllBytes()));
            }
        }
        return new TarMembers(members);
    }

    TarMembers with(String name, String content) {
        return with(members.size(), name, content);
    }

    TarMembers with(int index, String name, String content) {
        var more = new ArrayList<>(members);
        more.add(index, new Member(name, TarConstants.LF_NORMAL, content.getBytes(UTF_8)));
        return new TarMembers(more);
    }

    TarMembers without(String name) {
        return new TarMembers(
                members.stream().filter(member -> !member.name().equals(name)).toList());
    }

    TarMembers replaced(String name, byte[] content) {
        return new TarMembers(members.stream()
                .map(member -> member.name().equals(name) ? new Member(name, member.type, content) : member)
                .toList());
    }

    /** With a named pipe in place of a file. */
    TarMembers withPipe(String name) {
        return new TarMembers(members.stream()
                .map(member ->
                        member.name().equals(name) ? new Member(name, TarConstants.LF_FIFO, new byte[0]) : member)
                .toList());
    }

    /** With one bit in the middle of a member changed. */
    TarMembers flipped(String name) {
        var content = content(name).clone();
        content[content.length / 2] ^= 1;
        return replaced(name, content);
    }

    byte[] content(String name) {
        return members.stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow()
                .content;
    }

    byte[] write() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
            for (var member : members) {
                var entry = new TarArchiveEntry(member.name(), member.type);
                entry.setSize(member.content.length);
                tar.putArchiveEntry(entry);
                tar.write(member.content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** One member; a type is one of {@link TarConstants}. */
    static final class Member {

        private final String name;
        private final byte type;
        private final byte[] content;

        Member(String name, byte type, byte[] content) {
            this.name = name;
            this.type = type;
            this.content = content;
        }

        String name() {
            return name;
        }
    }
}
