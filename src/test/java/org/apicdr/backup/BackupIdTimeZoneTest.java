package org.apicdr.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apicdr.backup.BackupIdTimeZone.Sample;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class BackupIdTimeZoneTest {

    private static final Instant ID = Instant.parse("2024-06-01T03:00:15Z");

    @ParameterizedTest
    @CsvSource({"PT0S", "PT2H", "PT-5H", "PT5H45M", "PT14H", "PT-14H"})
    void is_learnt_from_a_backup_whose_true_time_is_known(Duration offset) {
        var zone = zone(clue(ID.toString(), offset.plusSeconds(40)));

        assertThat(zone.taken(ID.plus(Duration.ofDays(1))))
                .isEqualTo(BackupTimestamp.known(ID.plus(Duration.ofDays(1)).minus(offset)));
    }

    @ParameterizedTest
    @CsvSource({"PT14H15M", "PT-15H", "PT36H", "PT1H7M"})
    void is_not_learnt_from_what_no_zone_explains(Duration offset) {
        assertThat(zone(clue(ID.toString(), offset)).taken(ID)).isEqualTo(BackupTimestamp.inSomeZone(ID));
    }

    @Test
    void is_uncertain_while_nothing_was_learnt() {
        var backupTimestamp = zone().taken(ID);

        assertThat(backupTimestamp.certain()).isFalse();
        assertThat(backupTimestamp.at()).isEqualTo(ID);
        assertThat(backupTimestamp.earliest()).isEqualTo(ID.minus(Duration.ofHours(14)));
        assertThat(backupTimestamp.latest()).isEqualTo(ID.plus(Duration.ofHours(14)));
    }

    @Test
    void follows_daylight_saving() {
        var winter = Duration.ofHours(1);
        var summer = Duration.ofHours(2);
        var zone = zone(
                clue("2024-03-29T03:00:00Z", winter),
                clue("2024-03-30T03:00:00Z", winter),
                clue("2024-04-01T03:00:00Z", summer),
                clue("2024-04-02T03:00:00Z", summer),
                clue("2024-04-03T03:00:00Z", summer));

        assertThat(zone.taken(Instant.parse("2024-03-28T03:00:00Z")).at()).isEqualTo("2024-03-28T02:00:00Z");
        assertThat(zone.taken(Instant.parse("2024-04-04T03:00:00Z")).at()).isEqualTo("2024-04-04T01:00:00Z");
    }

    @Test
    void does_not_believe_one_against_many() {
        var zone = zone(
                clue("2024-06-01T03:00:00Z", Duration.ZERO),
                clue("2024-06-02T03:00:00Z", Duration.ofHours(7)),
                clue("2024-06-03T03:00:00Z", Duration.ZERO));

        assertThat(zone.taken(Instant.parse("2024-06-02T04:00:00Z")).at()).isEqualTo("2024-06-02T04:00:00Z");
    }

    private static BackupIdTimeZone zone(Sample... clues) {
        return BackupIdTimeZone.inferFrom(Stream.of(clues).toList());
    }

    private static Sample clue(String id, Duration offset) {
        return new Sample(Instant.parse(id), Instant.parse(id).minus(offset));
    }
}
