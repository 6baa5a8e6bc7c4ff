package dev.punchlist.http.answer;

import dev.punchlist.PunchlistConfig;
import dev.punchlist.http.syntax.RequestLine;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a trusted proxy in front has put the service: the prefix that it took off the path (X-Forwarded-Prefix) stands
 * before every reference in an answer. Scheme, host and port need no such help: every reference is relative to what the
 * client asked for. From anybody else the header says nothing.
 */
@ApplicationScoped
public class Forwarding {

    private static final String PREFIX = Forwarding.class.getName();
    /** Before whatever refers to something. */
    private static final int READ = 390;

    private static final int LONGEST = 200;

    private final List<CidrAddress> trusted;

    Forwarding(PunchlistConfig config) {
        this.trusted = config.http().trustedProxies().orElse(List.of()).stream()
                .map(Forwarding::network)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The network that an address, or a block of them in CIDR notation, stands for; empty where it is neither. */
    public static Optional<CidrAddress> network(String text) {
        CidrAddress block = Inet.parseCidrAddress(text);
        if (block != null) {
            return Optional.of(block);
        }
        InetAddress address = Inet.parseInetAddress(text);
        return Optional.ofNullable(address)
                .map(single -> CidrAddress.create(single, single.getAddress().length * Byte.SIZE));
    }

    /** What stands before the path of every resource, as the client of this request sees it; empty without a proxy. */
    public static String prefixOf(RoutingContext context) {
        return Objects.requireNonNullElse(context.get(PREFIX), "");
    }

    void register(@Observes Filters filters) {
        if (!trusted.isEmpty()) {
            filters.register(this::read, READ);
        }
    }

    private void read(RoutingContext context) {
        List<String> told = context.request().headers().getAll("X-Forwarded-Prefix");
        if (told.size() == 1 && isTrusted(context.request().remoteAddress())) {
            String prefix = withoutLastSlash(told.get(0));
            if (isPrefix(prefix)) {
                context.put(PREFIX, prefix);
                context.addHeadersEndHandler(
                        end -> prefixLocation(context.response().headers(), prefix));
            }
        }
        context.next();
    }

    private boolean isTrusted(@Nullable SocketAddress peer) {
        InetAddress address =
                peer == null || peer.hostAddress() == null ? null : Inet.parseInetAddress(peer.hostAddress());
        return address != null && trusted.stream().anyMatch(network -> network.matches(address));
    }

    private static String withoutLastSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    /** A plain path: with two slashes at its beginning it would name another host. */
    private static boolean isPrefix(String prefix) {
        return prefix.length() <= LONGEST
                && prefix.indexOf('%') < 0
                && !prefix.contains("//")
                && !prefix.contains("/.")
                && !prefix.endsWith("/")
                && RequestLine.isPath(prefix);
    }

    /** Stored answers know no proxy; the one that the client came by is added on the way out. */
    private static void prefixLocation(MultiMap answer, String prefix) {
        String location = answer.get("Location");
        if (location != null && location.startsWith("/")) {
            answer.set("Location", prefix + location);
        }
    }
}
