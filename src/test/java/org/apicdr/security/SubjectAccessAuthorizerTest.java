package org.apicdr.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apicdr.core.Deadline;
import org.apicdr.core.ErrorCode;
import org.apicdr.core.ParallelExecutorFixture;
import org.apicdr.core.ServiceException;
import org.apicdr.subsystem.FakeSubsystemReader;
import org.apicdr.subsystem.InstallationFixture;
import org.apicdr.subsystem.NamespaceScope;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class SubjectAccessAuthorizerTest {

    private static final String ID = "management-82b290a2-20261122T030000Z-1f9a3c2b";

    private final FakeReviewer reviewer = new FakeReviewer();
    private final AuthenticatedUser authenticatedUser = FakeReviewer.caller("somebody");

    @Test
    void are_those_in_the_namespace_that_is_named() {
        reviewer.grants(authenticatedUser, Permission.CAPTURE, "apic");

        var namespaceScope = scope(Permission.CAPTURE, "apic", null);

        assertThat(namespaceScope.shows("apic")).isTrue();
        assertThat(namespaceScope.shows("second")).isFalse();
        assertThat(reviewer.asked()).containsExactly("may somebody create bundles in apic null");
    }

    @Test
    void reach_into_a_namespace_that_is_not_served() {
        reviewer.grants(authenticatedUser, Permission.LIST, "former");

        assertThat(scope(Permission.LIST, "former", null).shows("former")).isTrue();
    }

    @Test
    void are_those_in_the_namespaces_that_are_served_where_none_is_named() {
        reviewer.grants(authenticatedUser, Permission.LIST, "second");
        reviewer.grants(authenticatedUser, Permission.LIST, "former");

        var namespaceScope = scope(Permission.LIST, null, null);

        assertThat(List.of("apic", "second", "former"))
                .filteredOn(namespaceScope::shows)
                .containsExactly("second");
    }

    @Test
    void that_are_lacking_are_named_with_the_namespaces_and_the_role_to_bind() {
        refused(ErrorCode.FORBIDDEN, () -> scope(Permission.VERIFY, null, null))
                .hasMessageContainingAll(
                        "somebody may not create bundles/verifications of group apic-dr.io",
                        "in the namespace apic or second",
                        "ClusterRole apic-dr-operator");
    }

    @Test
    void on_one_bundle_suffice() {
        reviewer.grants(authenticatedUser, Permission.GET, "apic", ID);

        assertThat(scope(Permission.GET, null, ID).shows("apic")).isTrue();
        refused(ErrorCode.FORBIDDEN, () -> scope(Permission.GET, null, null));
    }

    @Test
    void that_are_lacking_do_not_tell_that_there_is_such_a_bundle() {
        refused(ErrorCode.BUNDLE_NOT_FOUND, () -> scope(Permission.GET, "apic", ID))
                .hasMessage("The store holds no bundle " + ID + ".");
    }

    @Test
    void that_are_lacking_are_named_to_whoever_can_list_it() {
        reviewer.grants(authenticatedUser, Permission.LIST, "apic");

        refused(ErrorCode.FORBIDDEN, () -> scope(Permission.DOWNLOAD, "apic", ID))
                .hasMessageContaining("get bundles/archive")
                .hasMessageContaining("apic-dr-admin");
    }

    @Test
    void of_one_namespace_do_not_count_in_another_that_can_be_listed() {
        reviewer.grants(authenticatedUser, Permission.DOWNLOAD, "apic");
        reviewer.grants(authenticatedUser, Permission.LIST, "second");

        var namespaceScope = scope(Permission.DOWNLOAD, null, ID);

        assertThat(namespaceScope.shows("second")).isTrue();
        namespaceScope.require("apic");
        refused(ErrorCode.FORBIDDEN, () -> namespaceScope.require("second"))
                .hasMessageContaining("in the namespace second:");
    }

    @Test
    void are_not_guessed_while_the_api_server_is_away() {
        reviewer.isAway(true);

        refused(ErrorCode.CLUSTER_UNAVAILABLE, () -> scope(Permission.LIST, null, null));
    }

    private NamespaceScope scope(Permission permission, @Nullable String namespace, @Nullable String name) {
        var parallelExecutor = ParallelExecutorFixture.parallel();
        var accessReviewCache = new AccessReviewCache(
                reviewer,
                AccessControlFixture.settings(Map.of()),
                parallelExecutor,
                Clock.systemUTC(),
                System::nanoTime);
        var installation =
                InstallationFixture.installation(new FakeSubsystemReader(), Map.of("namespaces", "apic,second"));
        return new SubjectAccessAuthorizer(accessReviewCache, installation, parallelExecutor)
                .scope(
                        authenticatedUser,
                        new SubjectAccessAuthorizer.AccessRequest(permission, namespace, name),
                        Deadline.in(Duration.ofSeconds(10)));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(ErrorCode errorCode, ThrowingCallable work) {
        return assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(errorCode));
    }
}
