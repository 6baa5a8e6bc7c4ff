package dev.punchlist;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.util.regex.Matcher;

/** The rules of the house that a compiler does not keep; docs/ and CONTRIBUTING say why they are there. */
@AnalyzeClasses(packages = "dev.punchlist", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FEATURES = "dev.punchlist.(task|transfer|idempotency)..";

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.punchlist.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theSettingsDependOnNothing = noClasses()
            .that()
            .resideInAPackage("dev.punchlist")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.punchlist.(*)..");

    @ArchTest
    static final ArchRule foundationsDoNotKnowFeatures = noClasses()
            .that()
            .resideInAnyPackage("dev.punchlist.tenant..", "dev.punchlist.http..", "dev.punchlist.database..")
            .should()
            .dependOnClassesThat(resideInAPackage(FEATURES));

    @ArchTest
    static final ArchRule theDatabaseDoesNotKnowHttp = noClasses()
            .that()
            .resideInAPackage("dev.punchlist.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.punchlist.http..", "dev.punchlist.tenant..");

    @ArchTest
    static final ArchRule nothingUsesTheLifeCycle = noClasses()
            .that()
            .resideOutsideOfPackage("dev.punchlist.lifecycle..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.punchlist.lifecycle..");

    @ArchTest
    static final ArchRule onlyEntitiesRowsAndTheDatabasePackageTouchTheSqlClient = noClasses()
            .that()
            .resideOutsideOfPackage("dev.punchlist.database..")
            .and()
            .areNotAnnotatedWith(Entity.class)
            .and()
            .haveSimpleNameNotEndingWith("Rows")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..", "io.vertx.pgclient..");

    /** As a parameter a limit makes the server plan every execution of a prepared statement anew. */
    @ArchTest
    static final ArchRule noLimitIsAParameter = noClasses()
            .should()
            .callMethodWhere(target(owner(assignableTo(PanacheQuery.class)))
                    .and(target(nameMatching("firstResult|singleResult|page|range|nextPage|previousPage"))))
            .orShould()
            .callMethodWhere(target(nameMatching("setMaxResults|setFirstResult")));

    @ArchTest
    static final ArchRule onlyResourcesAndTheHttpPackageTouchJaxRs = noClasses()
            .that()
            .resideOutsideOfPackage("dev.punchlist.http..")
            .and()
            .haveSimpleNameNotEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");

    @ArchTest
    static final ArchRule entitiesAreNeverAnswers = methods()
            .that()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Resource")
            .and()
            .arePublic()
            .should()
            .notHaveRawReturnType(nameMatching(".*\\.Task"));

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields =
            noFields().should().beAnnotatedWith(Inject.class).because("constructors say what a class needs");

    @ArchTest
    static final ArchRule nothingSubscribesByHand = noClasses()
            .should()
            .callMethod(Uni.class, "subscribe")
            .orShould()
            .callMethod(Multi.class, "subscribe")
            .because("what is subscribed by hand runs outside its request's session");

    /** {@code PatternTest} finds the expressions that are constants, and tries each on its worst input from the first place. */
    @ArchTest
    static final ArchRule regularExpressionsAreConstantsThatMatchAsAWhole = noClasses()
            .that()
            .resideInAnyPackage(FEATURES, "dev.punchlist.http..", "dev.punchlist.tenant..")
            // Their texts are routes of ours, answers of the database, and limits of the operating system.
            .and(not(simpleName("RouteDescription").or(simpleName("TaskLists")).or(simpleName("OpenFiles"))))
            .should()
            .callMethodWhere(target(owner(assignableTo(String.class)))
                    .and(target(nameMatching("matches|replaceAll|replaceFirst"))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Matcher.class))).and(target(nameMatching("find|lookingAt"))));

    /** Each of these rooms says in its package-info which version it rests on, and what would break. */
    @ArchTest
    static final ArchRule internalsOfLibrariesStayInTheRoomsThatSaySo = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.punchlist.database.pool",
                    "dev.punchlist.http.connection",
                    "dev.punchlist.http.metric",
                    "dev.punchlist.http.unreadable")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..impl..", "io.netty..", "org.hibernate..internal..", "org.jboss.resteasy..core..");

    @ArchTest
    static final ArchRule noPackageIsNamedAfterNothing =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..manager..", "..impl..");
}
