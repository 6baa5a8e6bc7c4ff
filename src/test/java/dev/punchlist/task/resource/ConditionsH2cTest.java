package dev.punchlist.task.resource;

import dev.punchlist.support.Http2;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Typed;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same over HTTP/2 by an upgrade of each request. */
@QuarkusTest
@ExtendWith(Http2.Upgrade.class)
@Typed(ConditionsH2cTest.class)
class ConditionsH2cTest extends ConditionsTest {}
