package dev.punchlist.task.batch;

import dev.punchlist.support.Http2;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Typed;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same over HTTP/2 by prior knowledge. */
@QuarkusTest
@ExtendWith(Http2.PriorKnowledge.class)
@Typed(BatchH2Test.class)
class BatchH2Test extends BatchTest {}
