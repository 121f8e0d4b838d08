package org.apicdr.subsystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ServiceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class SubsystemQueryTest {

    private static final SubsystemRef ONE = new SubsystemRef("apic", "management");
    private static final SubsystemRef TWO = new SubsystemRef("apic", "mgmt.two");
    private static final SubsystemRef THREE = new SubsystemRef("other", "management");

    @Test
    void chooses_the_only_one() {
        assertThat(new SubsystemQuery(null, null).choose(List.of(ONE, ONE))).hasValue(ONE);
        assertThat(new SubsystemQuery("other", null).choose(List.of(ONE, TWO, THREE)))
                .hasValue(THREE);
        assertThat(new SubsystemQuery(null, "mgmt.two").choose(List.of(ONE, TWO, THREE)))
                .hasValue(TWO);
    }

    @Test
    void a_name_that_is_too_long_for_kubernetes_is_not_a_valid_request() {
        var longest = "x".repeat(253);

        SubsystemRef.validator("apic", longest).validate();
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> SubsystemRef.validator("apic", longest + "x").validate())
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void chooses_none_where_none_is_meant() {
        assertThat(new SubsystemQuery("other", "mgmt.two").choose(List.of(ONE, TWO, THREE)))
                .isEmpty();
        assertThat(new SubsystemQuery("other", "mgmt.two")).hasToString("other/mgmt.two");
    }

    @Test
    void names_the_candidates_in_order() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> new SubsystemQuery(null, "management").choose(List.of(THREE, ONE, TWO)))
                .withMessage("2 subsystems are visible. Specify one by namespace and cluster.")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SUBSYSTEM_AMBIGUOUS))
                .satisfies(e ->
                        assertThat(e.details().candidates()).containsExactly("apic/management", "other/management"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "A", "-a", "a-", "a.b", "a\n"})
    void no_subsystem_is_in_what_is_no_namespace(String namespace) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SubsystemRef(namespace, "management"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "A", "-a", "a-", "a..b", ".a", "a.", "a\n"})
    void no_subsystem_has_a_name_that_no_resource_can_have(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SubsystemRef("apic", name));
    }

    @Test
    void names_end_where_those_of_kubernetes_do() {
        assertThat(SubsystemRef.isNamespace("n".repeat(63))).isTrue();
        assertThat(SubsystemRef.isNamespace("n".repeat(64))).isFalse();
        assertThat(SubsystemRef.isName("n".repeat(253))).isTrue();
        assertThat(SubsystemRef.isName("n".repeat(254))).isFalse();
    }
}
