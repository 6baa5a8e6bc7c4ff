package dev.punchlist.task;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged service. */
@QuarkusIntegrationTest
class TaskListIT extends TaskListTest {}
