package dev.punchlist;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** What keeps a blocking call from being written unnoticed. */
final class BlockingRules {

    /** The steps of the start and of the stop, which have threads of their own, and may wait there. */
    private static final String START_AND_STOP = "dev\\.punchlist\\.http\\.connection\\.(DroppedFailures|OpenFiles)|"
            + "dev\\.punchlist\\.lifecycle\\."
            + "(Database(Settings|Wait)|EmbeddedDatabase|LogQueue|ReadOnlyFileSystem|SchemaMigration|SettingsCheck|Shutdown"
            + "|StartConnections|Startup|StopDuringStart|SubstringIndex|adoption\\..*)(\\$.*)?";

    /** Types that are for waiting, or for threads that may wait; annotations among them. */
    private static final String BLOCKING = String.join(
            "|",
            List.of(
                    "javax?\\.sql\\..*",
                    "java\\.io\\.(File.*|RandomAccessFile)",
                    "java\\.nio\\.file\\.Files",
                    "java\\.nio\\.channels\\..*",
                    "java\\.net\\.(Socket|ServerSocket|URL|URLConnection|http\\..*)",
                    "java\\.lang\\.Process(Builder)?",
                    "java\\.util\\.concurrent\\.locks\\..*Lock.*",
                    "java\\.util\\.concurrent\\.(CountDownLatch|CyclicBarrier|Semaphore|Phaser|Exchanger)",
                    "java\\.util\\.concurrent\\.\\w*(Blocking|Transfer|Synchronous|Executor|ForkJoin)\\w*",
                    "io\\.smallrye\\.mutiny\\.groups\\.UniAwait",
                    "io\\.smallrye\\.mutiny\\.infrastructure\\.Infrastructure",
                    "io\\.smallrye\\.common\\.annotation\\.(Blocking|RunOnVirtualThread)",
                    "jakarta\\.transaction\\.Transactional"));

    /** Calls that wait, of types that are of use otherwise. */
    private static final Map<String, Set<String>> WAITING = Map.of(
            Thread.class.getName(),
            Set.of("sleep", "join"),
            Object.class.getName(),
            Set.of("wait"),
            InetAddress.class.getName(),
            Set.of("getByName", "getAllByName", "getLocalHost", "getHostName", "getCanonicalHostName", "isReachable"),
            LockSupport.class.getName(),
            Set.of("park", "parkNanos", "parkUntil"),
            "io.smallrye.mutiny.groups.MultiSubscribe",
            Set.of("asIterable", "asStream"),
            "io.vertx.core.Future",
            Set.of("await"),
            "io.vertx.core.Vertx",
            Set.of("executeBlocking"),
            "io.vertx.core.Context",
            Set.of("executeBlocking"));

    static final ArchRule NOTHING_KNOWS_BLOCKING_TYPES = noClasses()
            .that()
            .haveNameNotMatching(START_AND_STOP)
            .should()
            .dependOnClassesThat(nameMatching(BLOCKING))
            .because("an event loop that waits keeps every other request waiting");

    static final ArchRule NOTHING_CALLS_WHAT_WAITS = noClasses()
            .that()
            .haveNameNotMatching(START_AND_STOP)
            .should()
            .callMethodWhere(describe("the call waits", BlockingRules::waits));

    static final ArchRule NO_METHOD_IS_SYNCHRONIZED = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .haveNameNotMatching(START_AND_STOP)
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    /** A method that answers something else is run by a worker thread; the pages of the problems only put texts together. */
    static final ArchRule RESOURCES_ANSWER_LATER = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .and()
            .areDeclaredInClassesThat()
            .haveNameNotMatching("dev\\.punchlist\\.http\\.route\\.ProblemPages")
            .should()
            .haveRawReturnType(describe(
                    "Uni or Multi", type -> type.isAssignableTo(Uni.class) || type.isAssignableTo(Multi.class)));

    private BlockingRules() {}

    private static boolean waits(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getTarget().getName();
        return WAITING.getOrDefault(owner, Set.of()).contains(name)
                || (call.getTargetOwner().isAssignableTo(Future.class)
                        && Set.of("get", "join").contains(name));
    }
}
