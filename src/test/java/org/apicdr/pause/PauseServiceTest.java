package org.apicdr.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.SubsystemRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PauseServiceTest {

    private static final SubsystemRef SUBSYSTEM = new SubsystemRef("apic", "management");

    private final PauseServiceFixture.InMemoryPauses store = new PauseServiceFixture.InMemoryPauses();

    @Test
    void a_restart_and_another_replica_know_who_paused_it_and_why() {
        var other = PauseServiceFixture.on(store);
        PauseServiceFixture.on(store).pause(SUBSYSTEM, "upgrade", "admin");

        assertThat(other.isPaused(SUBSYSTEM)).isTrue();
        assertThat(other.isPaused(new SubsystemRef("apic", "other"))).isFalse();
        assertThat(PauseServiceFixture.on(store).list())
                .singleElement()
                .satisfies(pause -> assertThat(pause.sentence())
                        .startsWith("Scheduled work has been paused by admin since 20")
                        .endsWith(": upgrade"));
    }

    @Test
    void resuming_ends_it_everywhere() {
        var other = PauseServiceFixture.on(store);
        other.pause(SUBSYSTEM, null, null);

        PauseServiceFixture.on(store).resume(SUBSYSTEM);

        assertThat(other.isPaused(SUBSYSTEM)).isFalse();
        assertThat(other.list()).isEmpty();
    }

    @Test
    void a_pause_that_is_not_valid_is_reported_and_not_taken_for_none() {
        store.put("apic.management", "{\"namespace\": \"apic\"}");
        store.put("apic.other", "null");
        var service = PauseServiceFixture.on(store);

        String why = service.last(SUBSYSTEM).match(found -> "", reason -> reason);
        assertThat(why).contains("[apic.management, apic.other] are not valid");

        service.resume(SUBSYSTEM);
        service.pause(new SubsystemRef("apic", "other"), null, null);

        assertThat(service.list()).hasSize(1);
        assertThat(service.isPaused(SUBSYSTEM)).isFalse();
    }

    @Test
    void the_last_answer_holds_while_it_cannot_be_read() {
        var reachable = new boolean[] {true};
        var flaky = new PauseStore() {
            @Override
            public Map<String, String> read() {
                if (reachable[0]) {
                    return store.read();
                }
                throw new ServiceException(ErrorCode.CLUSTER_UNAVAILABLE, "no answer");
            }

            @Override
            public void put(String key, String pause) {
                store.put(key, pause);
            }

            @Override
            public void remove(String key) {
                store.remove(key);
            }
        };
        var service = PauseServiceFixture.on(flaky);
        service.pause(SUBSYSTEM, null, null);

        reachable[0] = false;

        assertThat(service.isPaused(SUBSYSTEM)).isTrue();
        var restarted = PauseServiceFixture.on(flaky);
        assertThat(restarted.isPaused(SUBSYSTEM)).isFalse();
        String why = restarted.last(SUBSYSTEM).match(pause -> "", reason -> reason);
        assertThat(why).contains("no answer");
    }

    @Test
    void what_cannot_be_read_pauses_nothing() {
        store.put("apic.management", "{");
        store.put("apic.other", "null");
        store.put("apic.third", "{\"namespace\": \"apic\"}");

        assertThat(PauseServiceFixture.on(store).list()).isEmpty();
    }
}
