package org.apicdr.fault;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_FAILURE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_NO_SUCH_FILE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_OP_UNSUPPORTED;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_PERMISSION_DENIED;

import java.io.IOException;
import java.util.Set;
import org.apicdr.testsupport.SftpExchange;
import org.apicdr.testsupport.SftpRequest;

/** What can become of a request. */
enum Fault {
    CUT_BEFORE("the connection breaks before it is done", (request, disk) -> request.drop()),

    CUT_AFTER("it is done, and the connection breaks before the answer", (request, disk) -> {
        request.serveMute();
        disk.done(request.request());
        request.drop();
    }),

    FAILED("it fails", (request, disk) -> request.refuse(SSH_FX_FAILURE)),

    DENIED("it is denied", (request, disk) -> request.refuse(SSH_FX_PERMISSION_DENIED)),

    ABSENT("what it concerns is said not to exist", (request, disk) -> request.refuse(SSH_FX_NO_SUCH_FILE)),

    UNSUPPORTED("it is not supported", (request, disk) -> request.refuse(SSH_FX_OP_UNSUPPORTED)),

    DONE_AND_FAILED("it is done, and is said to have failed", (request, disk) -> {
        request.serveMute();
        disk.done(request.request());
        request.refuse(SSH_FX_FAILURE);
    }),

    UNANSWERED("it is done, and its answer is lost", (request, disk) -> {
        request.serveMute();
        disk.done(request.request());
    }),

    SILENT("it is done, and nothing is answered any more on its connection", (request, disk) -> {
        request.mute();
        request.serve();
        disk.done(request.request());
    }),

    HELD_UP("it and what follows on its connection wait until the caller has given up", (request, disk) -> {
        boolean interrupted = disk.awaitRelease();
        request.serve();
        disk.done(request.request());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }),

    HALF_AND_CUT("half of it is done, and the connection breaks", (request, disk) -> {
        request.serveHalfMute();
        request.drop();
    }),

    HALF_AND_FAILED("half of it is done, and it fails", (request, disk) -> {
        request.serveHalfMute();
        request.refuse(SSH_FX_FAILURE);
    }),

    HALF("half of the data is answered", (request, disk) -> request.serveHalf()),

    POWER_LOSS("it is done, and the server loses power and all that is not synced", (request, disk) -> {
        request.serveMute();
        request.drop();
        disk.done(request.request());
        disk.losePower(true);
    }),

    POWER_LOSS_NAMES_KEPT("the same, and new names are there though their folder was not synced", (request, disk) -> {
        request.serveMute();
        request.drop();
        disk.done(request.request());
        disk.losePower(false);
    });

    static final boolean ALL = "all".equals(System.getProperty("apic-dr.faults"));

    private static final Set<Fault> LATE = Set.of(UNANSWERED, SILENT, HELD_UP);

    /** Those that differ for a request which changes nothing on the store; the others are like one of these then. */
    private static final Set<Fault> WITHOUT_CHANGE =
            Set.of(CUT_BEFORE, FAILED, DENIED, ABSENT, UNANSWERED, HELD_UP, HALF);

    private static final Set<Fault> REFUSED = Set.of(FAILED, DENIED, ABSENT, UNSUPPORTED);

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that keep nothing
    private final Effect effect;

    Fault(String words, Effect effect) {
        this.words = words;
        this.effect = effect;
    }

    void strike(SftpExchange request, Server server) throws IOException {
        effect.on(request, server);
    }

    /** Whether the request can meet it. */
    boolean fits(Occurrence request) {
        return switch (this) {
            case HALF_AND_CUT, HALF_AND_FAILED -> request.verb().equals("WRITE");
            case HALF -> request.verb().equals("READ");
            default -> ALL || request.changes() || WITHOUT_CHANGE.contains(this);
        };
    }

    /** Whether only the deadline ends the wait for an answer. */
    boolean late() {
        return LATE.contains(this);
    }

    /** Whether the server then seems unable to sync; the store says so once and carries on. */
    boolean keepsFromSyncing(Occurrence request) {
        if (this == DONE_AND_FAILED) {
            return request.opensFolderToSync();
        }
        return REFUSED.contains(this) && (request.syncs() || request.opensFolderToSync());
    }

    /** Whether only its silence can tell that the connection is of no use any more. */
    boolean leavesConnectionSilent() {
        return this == SILENT;
    }

    String words() {
        return words;
    }

    /** What it does. */
    private interface Effect {
        void on(SftpExchange request, Server server) throws IOException;
    }

    /** The server that a fault strikes. */
    interface Server {

        /** Takes note of a request that was done. */
        void done(SftpRequest request) throws IOException;

        /** Loses what was not synced; new names too, or not. */
        void losePower(boolean names) throws IOException;

        /** Waits until the case is over, whoever interrupts; tells whether somebody did. */
        boolean awaitRelease();
    }
}
