package org.apicdr.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.problem.Reason;
import org.apicdr.problem.RecoveryException;
import org.apicdr.request.Deadline;
import org.apicdr.request.ParallelFixture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PermissionsTest {

    private static final String ID = "management-82b290a2-20261122T030000Z-1f9a3c2b";

    private final FakeReviewer reviewer = new FakeReviewer();
    private final Caller caller = FakeReviewer.caller("somebody");

    @Test
    void are_those_in_the_namespace_that_is_named() {
        reviewer.grants(caller, Right.CAPTURE, "apic");

        var scope = scope(Right.CAPTURE, "apic", null);

        assertThat(scope.shows("apic")).isTrue();
        assertThat(scope.shows("second")).isFalse();
        assertThat(reviewer.asked()).containsExactly("may somebody create bundles in apic null");
    }

    @Test
    void reach_into_a_namespace_that_is_not_served() {
        reviewer.grants(caller, Right.LIST, "former");

        assertThat(scope(Right.LIST, "former", null).shows("former")).isTrue();
    }

    @Test
    void are_those_in_the_namespaces_that_are_served_where_none_is_named() {
        reviewer.grants(caller, Right.LIST, "second");
        reviewer.grants(caller, Right.LIST, "former");

        var scope = scope(Right.LIST, null, null);

        assertThat(List.of("apic", "second", "former")).filteredOn(scope::shows).containsExactly("second");
    }

    @Test
    void that_are_lacking_are_named_with_the_namespaces_and_the_role_to_bind() {
        refused(Reason.FORBIDDEN, () -> scope(Right.VERIFY, null, null))
                .hasMessageContainingAll(
                        "somebody may not create bundles/verifications of group apic-dr.io",
                        "in the namespace apic or second",
                        "ClusterRole apic-dr-operator");
    }

    @Test
    void on_one_bundle_suffice() {
        reviewer.grants(caller, Right.GET, "apic", ID);

        assertThat(scope(Right.GET, null, ID).shows("apic")).isTrue();
        refused(Reason.FORBIDDEN, () -> scope(Right.GET, null, null));
    }

    @Test
    void that_are_lacking_do_not_tell_that_there_is_such_a_bundle() {
        refused(Reason.BUNDLE_NOT_FOUND, () -> scope(Right.GET, "apic", ID))
                .hasMessage("the store holds no bundle " + ID);
    }

    @Test
    void that_are_lacking_are_named_to_whoever_can_list_it() {
        reviewer.grants(caller, Right.LIST, "apic");

        refused(Reason.FORBIDDEN, () -> scope(Right.DOWNLOAD, "apic", ID))
                .hasMessageContaining("get bundles/archive")
                .hasMessageContaining("apic-dr-admin");
    }

    @Test
    void of_one_namespace_do_not_count_in_another_that_can_be_listed() {
        reviewer.grants(caller, Right.DOWNLOAD, "apic");
        reviewer.grants(caller, Right.LIST, "second");

        var scope = scope(Right.DOWNLOAD, null, ID);

        assertThat(scope.shows("second")).isTrue();
        scope.require("apic");
        refused(Reason.FORBIDDEN, () -> scope.require("second")).hasMessageContaining("in the namespace second:");
    }

    @Test
    void are_not_guessed_while_the_api_server_is_away() {
        reviewer.isAway(true);

        refused(Reason.CLUSTER_UNAVAILABLE, () -> scope(Right.LIST, null, null));
    }

    private Scope scope(Right right, @Nullable String namespace, @Nullable String name) {
        var parallel = ParallelFixture.parallel();
        var reviews =
                new Reviews(reviewer, AccessFixture.settings(Map.of()), parallel, Clock.systemUTC(), System::nanoTime);
        return new Permissions(reviews, () -> List.of("apic", "second"), parallel)
                .scope(caller, new Demand(right, namespace, name), Deadline.in(Duration.ofSeconds(10)));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Reason reason, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        RecoveryException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}
