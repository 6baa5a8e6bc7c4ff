package dev.punchlist.idempotency;

import dev.punchlist.database.query.UniqueResult;
import dev.punchlist.http.answer.Answer;
import dev.punchlist.tenant.Tenant;
import dev.punchlist.tenant.TenantScope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first answer to an Idempotency-Key. */
@Entity
@Table(name = "idempotency_keys")
@IdClass(StoredAnswer.Id.class)
class StoredAnswer extends PanacheEntityBase {

    /**
     * A key belongs to its tenant.
     *
     * @param tenant whose key it is
     * @param key the key
     */
    record Id(String tenant, String key) implements Serializable {}

    @jakarta.persistence.Id
    private String tenant;

    @jakarta.persistence.Id
    private String key;

    @Column
    private String fingerprint;

    @Column
    private int status;

    @Column
    private String headers;

    @Column
    private String body;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected StoredAnswer() {}

    StoredAnswer(Tenant tenant, IdempotencyKey key, Fingerprint fingerprint, Answer answer, Instant now) {
        this.tenant = tenant.id();
        this.key = key.value();
        this.fingerprint = fingerprint.value();
        this.status = answer.status();
        this.headers = new JsonObject(new LinkedHashMap<>(answer.headers())).encode();
        this.body = answer.body();
        this.createdAt = now;
    }

    /**
     * Takes the right to work under this key until the transaction ends, without waiting if another request has it.
     *
     * @return whether it was free
     */
    static Uni<Boolean> tryLock(Tenant tenant, IdempotencyKey key) {
        return Panache.getSession().chain(session -> session.createNativeQuery(
                        "select pg_try_advisory_xact_lock(hashtextextended(:name, 0))", Boolean.class)
                .setParameter("name", "idempotency:" + tenant.id() + ":" + key.value())
                .getSingleResult());
    }

    /** The answer under this key, unless it has expired; an expired one is deleted. */
    static Uni<StoredAnswer> current(Tenant tenant, IdempotencyKey key, Instant expiry) {
        TenantScope scope = TenantScope.of(tenant).and("key = ?", key.value());
        return UniqueResult.of(StoredAnswer.<StoredAnswer>find(scope.hql(), scope.values()))
                .chain(stored -> stored != null && stored.createdAt.isBefore(expiry)
                        ? stored.remove()
                        : Uni.createFrom().item(stored));
    }

    private Uni<StoredAnswer> remove() {
        return delete().chain(this::flush).chain(() -> Uni.createFrom().nullItem());
    }

    boolean answers(Fingerprint request) {
        return fingerprint.equals(request.value());
    }

    Answer answer() {
        Map<String, String> all = new LinkedHashMap<>();
        new JsonObject(headers).forEach(header -> all.put(header.getKey(), String.valueOf(header.getValue())));
        return new Answer(status, all, body);
    }
}
