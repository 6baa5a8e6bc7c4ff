package dev.punchlist.task.list;

import dev.punchlist.support.Http2;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Typed;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same over HTTP/2 by an upgrade of each request. */
@QuarkusTest
@ExtendWith(Http2.Upgrade.class)
@Typed(TaskListH2cTest.class)
class TaskListH2cTest extends TaskListTest {}
