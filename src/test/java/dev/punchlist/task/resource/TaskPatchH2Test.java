package dev.punchlist.task.resource;

import dev.punchlist.support.Http2;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Typed;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same over HTTP/2 by prior knowledge. */
@QuarkusTest
@ExtendWith(Http2.PriorKnowledge.class)
@Typed(TaskPatchH2Test.class)
class TaskPatchH2Test extends TaskPatchTest {}
