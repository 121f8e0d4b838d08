package org.apicdr.subsystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for an API server that answers nobody before everybody has asked: who asks one after the other fails. Counts
 * how often all had asked.
 */
final class ConcurrentSubsystemReader extends FakeSubsystemReader {

    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicInteger lists = new AtomicInteger();
    private final int all;
    private final CyclicBarrier first;
    private final CyclicBarrier again;
    private final CyclicBarrier secrets;

    /**
     * @param all how many lists are asked for at first
     * @param again how many the second time
     * @param secrets how many secrets
     */
    ConcurrentSubsystemReader(int all, int again, int secrets) {
        this.all = all;
        this.first = meeting(all);
        this.again = meeting(again);
        this.secrets = meeting(secrets);
    }

    int rounds() {
        return rounds.get();
    }

    @Override
    public Optional<List<ObjectNode>> list(ResourceKind kind, String namespace) {
        await(lists.getAndIncrement() < all ? first : again);
        return super.list(kind, namespace);
    }

    @Override
    public Optional<ObjectNode> secret(String namespace, String name) {
        await(secrets);
        return super.secret(namespace, name);
    }

    private CyclicBarrier meeting(int parties) {
        return new CyclicBarrier(parties, rounds::incrementAndGet);
    }

    private static void await(CyclicBarrier meeting) {
        try {
            meeting.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("they do not ask all at once", e);
        }
    }
}
