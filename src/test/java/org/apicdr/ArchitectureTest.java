package org.apicdr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.ParamConverterProvider;
import org.apicdr.core.LogContext;
import org.apicdr.security.AccessControl;
import org.apicdr.subsystem.NamespaceScope;
import org.apicdr.subsystem.SubsystemQuery;
import org.eclipse.microprofile.config.ConfigProvider;

@AnalyzeClasses(packages = "org.apicdr", importOptions = DoNotIncludeTests.class)
@ArchTag("unit")
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_cycle = slices().matching("org.apicdr.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature can be understood only while it does not lean on those that lean on it");

    @ArchTest
    static final ArchRule sub_packages_form_no_cycle = slices().matching("org.apicdr.(**)")
            .should()
            .beFreeOfCycles()
            .because("a package and its sub-packages are on levels, too");

    @ArchTest
    static final ArchRule only_sftp_knows_sshj = noClasses()
            .that()
            .resideOutsideOfPackage("org.apicdr.sftp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.schmizz..", "com.hierynomus..")
            .because("the store is a port; how it is reached is its adapter's business");

    @ArchTest
    static final ArchRule only_kubernetes_knows_fabric8 = noClasses()
            .that()
            .resideOutsideOfPackage("org.apicdr.kubernetes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..")
            .because("the API server is read through a port; how is its adapter's business");

    @ArchTest
    static final ArchRule nothing_depends_on_an_adapter = noClasses()
            .that()
            .resideOutsideOfPackages("org.apicdr.sftp..", "org.apicdr.kubernetes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apicdr.sftp..", "org.apicdr.kubernetes..")
            .because("dependencies point from the outside in");

    @ArchTest
    static final ArchRule the_domain_knows_neither_rest_nor_security = noClasses()
            .that()
            .resideOutsideOfPackages("org.apicdr.rest..", "org.apicdr.security..", "org.apicdr.kubernetes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apicdr.rest..", "org.apicdr.security..")
            .because("a use case is called by a schedule as well as by a request");

    @ArchTest
    static final ArchRule only_rest_knows_jax_rs = noClasses()
            .that()
            .resideOutsideOfPackage("org.apicdr.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..")
            .because("a use case is called by a schedule as well as by a request");

    @ArchTest
    static final ArchRule no_class_provides_param_converters = noClasses()
            .should()
            .implement(ParamConverterProvider.class)
            .because("with one, a start reads the annotations of all parameters, which takes a tenth of a second");

    @ArchTest
    static final ArchRule only_rest_and_security_know_vertx = noClasses()
            .that()
            .resideOutsideOfPackages("org.apicdr.rest..", "org.apicdr.security..")
            .and()
            .doNotHaveFullyQualifiedName(LogContext.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.quarkus.vertx..")
            .because(
                    "a use case is called by a schedule as well as by a request; the id of a request alone follows it");

    @ArchTest
    static final ArchRule a_resource_is_a_jax_rs_resource = classes()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .and()
            .resideInAPackage("org.apicdr.rest..")
            .should()
            .beAnnotatedWith(Path.class)
            .because("the name says that it answers requests");

    @ArchTest
    static final ArchRule every_resource_asks_whether_the_caller_may = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(AccessControl.class)
            .because("nothing is read for somebody who may not read it");

    @ArchTest
    static final ArchRule no_resource_lets_a_caller_see_everything = noClasses()
            .that()
            .resideInAPackage("org.apicdr.rest..")
            .should()
            .callConstructor(SubsystemQuery.class, String.class, String.class)
            .orShould()
            .accessField(NamespaceScope.class, "EVERYWHERE")
            .because("only what happens by itself is about every namespace");

    @ArchTest
    static final ArchRule no_field_is_injected = fields().should()
            .notBeAnnotatedWith(Inject.class)
            .because("what a class needs stands in its constructor, so that a plain test can give it");

    @ArchTest
    static final ArchRule configuration_is_never_looked_up = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ConfigProvider.class)
            .because("configuration comes through constructors, not from static state");

    @ArchTest
    static final ArchRule resource_methods_are_public = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should()
            .bePublic()
            .because("Quarkus answers 404 for a package-private one");
}
