package org.apicdr.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apicdr.capture.CaptureService.Captured;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ErrorDetails.Stored;
import org.apicdr.core.ServiceException;
import org.apicdr.fault.FaultyServer.Strike;

/** A capture of which one request fails, the request after it, and the capture that is tried again. */
final class CaptureCase {

    private final FaultyServer server;
    private final Service service;
    private final Strike strike;
    private final Duration patience;
    private final Map<String, byte[]> before;

    /**
     * A case.
     *
     * @param patience the time for a capture that only its deadline ends
     */
    CaptureCase(FaultyServer server, Service service, Strike strike, Duration patience) throws IOException {
        this.server = server;
        this.service = service;
        this.strike = strike;
        this.patience = patience;
        this.before = server.finished();
    }

    /** Fails where anything is not as it must be; false where the time was up before there was a fault. */
    boolean run() throws IOException, InterruptedException {
        server.begin(strike);
        try {
            var captured = service.capture(strike.fault().late() ? Deadline.in(patience) : Service.soon());
            assertThat(server.end()).as("the request came").isTrue();
            assertStored(captured);
        } catch (ServiceException e) {
            if (!server.end()) {
                return false;
            }
            assertTold(e);
        }
        if (strike.fault().leavesConnectionSilent()) {
            findSilence();
        }
        assertWhole();
        tryAgain();
        return true;
    }

    /** A connection that fell silent behind the last answer is found out by whoever asks next. */
    private void findSilence() {
        try {
            service.store().list(Service.SUBSYSTEM, Deadline.in(patience));
        } catch (ServiceException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        }
    }

    private void assertStored(Captured captured) throws IOException {
        var name = captured.stored().id().fileName();
        assertThat(captured.created()).isTrue();
        assertThat(added()).containsExactly(name);
        if (!strike.fault().keepsFromSyncing(strike.request())) {
            assertThat(server.keeps(name)).as("survives a power loss").isTrue();
        }
    }

    /** Where no time is left to look, the caller is told so. */
    private void assertTold(ServiceException failure) throws IOException {
        var told = failure.details().stored();
        if (told != Stored.UNKNOWN || !strike.fault().late()) {
            assertThat(told).isIn(Stored.NO, Stored.YES);
            assertThat(added()).as(failure.getMessage()).hasSize(told == Stored.YES ? 1 : 0);
        }
        assertThat(failure.getMessage())
                .hasSizeGreaterThan(30)
                .doesNotContain("null", "Exception", "schmizz", "SSH_FX");
    }

    private void assertWhole() throws IOException {
        var names = new TreeSet<String>();
        for (var bundle : service.bundles()) {
            assertThat(bundle.authentic())
                    .as(bundle.describeFailures().toString())
                    .isTrue();
            names.add(bundle.bundle().id().fileName());
        }
        assertThat(names).isEqualTo(server.finished().keySet());
    }

    private void tryAgain() throws IOException {
        int count = server.finished().size();
        var captured = service.capture(Service.soon());
        assertThat(server.finished()).hasSize(count + 1).containsAllEntriesOf(before);
        assertThat(server.finished()).containsKey(captured.stored().id().fileName());
        assertThat(server.keeps(captured.stored().id().fileName())).isTrue();
        assertThat(service.inspect(captured.stored()).authentic()).isTrue();
    }

    private Set<String> added() throws IOException {
        var added = new TreeSet<>(server.finished().keySet());
        added.removeAll(before.keySet());
        return added;
    }
}
