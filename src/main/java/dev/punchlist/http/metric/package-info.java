/**
 * The labels of the metrics of requests, from closed sets.
 *
 * <p>The framework finds the route of a request when its answer is written, which may never be. So this rests on what lies
 * below, in Quarkus 3.33.2 and Vert.x 4.5.27: that a request is an {@code HttpServerRequestInternal} whose metric is an
 * {@code HttpRequestMetric}. Where a later version has others, {@code MetricsTest} fails, and what is never answered is
 * counted without its route.
 */
@NullMarked
package dev.punchlist.http.metric;

import org.jspecify.annotations.NullMarked;
