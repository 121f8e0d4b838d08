package org.apicdr.rest.filter;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.spi.VertxServiceProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the memory and the time that connections take before a filter sees a request, and after it has been answered.
 * Quarkus has a limit on connections, but it refuses new ones beyond it: a peer that holds idle connections would keep out
 * the probes of the kubelet. Here the connection that has waited longest is closed instead. The idle timeouts of Vert.x
 * would also cut off a capture during which no byte is sent, and a request that trickles in would never meet them.
 *
 * <p>Vert.x finds this class by {@code META-INF/services}.
 */
public final class ConnectionLimits implements VertxServiceProvider {

    /**
     * Bytes of a response in the kernel. It reports that a peer has read only once a third of them is free, so more would
     * make a peer that reads slowly look as if it read nothing. Also tells the server of this service from others of Vert.x
     * in the same process.
     */
    static final int SEND_BUFFER = 128 << 10;

    private static final AttributeKey<Runnable> BEGIN = AttributeKey.valueOf("apic-dr.request-begins");

    private final Limits limits;
    private final Set<Connection> waiting = new LinkedHashSet<>();
    private final Set<Connection> unread = new LinkedHashSet<>();

    public ConnectionLimits() {
        this(new Limits(1_000, 256, 32, 10, 600, 60, Duration.ofSeconds(1)));
    }

    ConnectionLimits(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new JDKTransport() {
            @Override
            public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
                super.configure(options, domainSocket, bootstrap);
                if (options.getSendBufferSize() == SEND_BUFFER) {
                    bootstrap.handler(new Acceptor());
                }
            }
        });
    }

    /** Has the HTTP server of Quarkus get these limits. */
    @ApplicationScoped
    static class ServerOptions implements HttpServerOptionsCustomizer {

        @Override
        public void customizeHttpServer(HttpServerOptions options) {
            options.setSendBufferSize(SEND_BUFFER);
        }

        @Override
        public void customizeHttpsServer(HttpServerOptions options) {
            options.setSendBufferSize(SEND_BUFFER);
        }
    }

    /** Tells the connection of a request that the request is in progress. Called on its event loop. */
    static void begin(HttpServerRequest request) {
        var connection = (ConnectionBase) request.connection();
        var begin = connection.channel().attr(BEGIN).get();
        if (begin != null) {
            begin.run();
        }
    }

    /** Runs an action when all that was written to a connection has been sent, or the connection is closed. */
    static void whenSent(HttpServerRequest request, Runnable action) {
        ((ConnectionBase) request.connection())
                .channel()
                .writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(sent -> action.run());
    }

    /** Adds a connection to a set, and closes the oldest one there if there are too many. */
    private static void enter(Set<Connection> set, int limit, Connection connection) {
        Connection oldest = null;
        synchronized (set) {
            set.add(connection);
            if (set.size() > limit) {
                var entries = set.iterator();
                oldest = entries.next();
                entries.remove();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    private static void leave(Set<Connection> set, Connection connection) {
        synchronized (set) {
            set.remove(connection);
        }
    }

    /**
     * Precedes the handlers of Vert.x on each connection that is accepted. Accepts no more while too many are open:
     * further ones wait in the queue of the kernel.
     */
    @Sharable
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        /** Changed on the event loop of the server alone. */
        private int open;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel accepted) {
                accepted.pipeline().addLast(new Connection());
                count(context, 1);
                accepted.closeFuture().addListener(closed -> context.executor().execute(() -> count(context, -1)));
            }
            context.fireChannelRead(message);
        }

        private void count(ChannelHandlerContext context, int change) {
            open += change;
            context.channel().config().setAutoRead(open < limits.open);
        }
    }

    /** The state of one connection. All methods but {@link #close} run on its event loop. */
    private final class Connection extends ChannelInboundHandlerAdapter {

        private @Nullable ChannelHandlerContext context;
        private @Nullable Future<?> clock;
        private boolean inProgress;
        private boolean headersBegun = true;
        private int waitedTicks;
        private int stalledTicks;
        private @Nullable Object unsentMessage;
        private long sentBytes;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
            added.channel().attr(BEGIN).set(() -> begin(added.channel()));
        }

        /** Closes the connection at once. Closing its channel would first wait until all that was written has been sent. */
        void close() {
            if (context != null) {
                var unused = context.close();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            enter(waiting, limits.waiting, this);
            long millis = limits.tick.toMillis();
            clock = context.executor()
                    .scheduleAtFixedRate(() -> tick(context.channel()), millis, millis, TimeUnit.MILLISECONDS);
            context.fireChannelActive();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            leave(waiting, this);
            leave(unread, this);
            if (clock != null) {
                clock.cancel(false);
            }
            context.fireChannelInactive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (!inProgress && !headersBegun) {
                headersBegun = true;
                waitedTicks = 0;
            }
            context.fireChannelRead(bytes);
        }

        /** Begins a request. With the first one, the handlers of HTTP are there, with TLS not earlier. */
        void begin(Channel channel) {
            var pipeline = channel.pipeline();
            var http = pipeline.context(VertxHandler.class);
            if (http != null && pipeline.get(Requests.class) == null) {
                pipeline.addBefore(http.name(), null, new Requests(this));
            }
            inProgress = true;
            leave(waiting, this);
            leave(unread, this);
        }

        /** Ends a request. Its response is in memory until the peer has read it. */
        void end(ChannelFuture sent) {
            inProgress = false;
            headersBegun = false;
            waitedTicks = 0;
            enter(unread, limits.unread, this);
            sent.addListener(done -> {
                if (!inProgress) {
                    leave(unread, this);
                    if (sent.channel().isActive()) {
                        enter(waiting, limits.waiting, this);
                    }
                }
            });
        }

        private void tick(Channel channel) {
            var unsent = channel.unsafe().outboundBuffer();
            if (unsent != null && !unsent.isEmpty()) {
                boolean progress = unsentMessage != unsent.current() || sentBytes != unsent.currentProgress();
                unsentMessage = unsent.current();
                sentBytes = unsent.currentProgress();
                stalledTicks = progress ? 0 : stalledTicks + 1;
            } else {
                unsentMessage = null;
                stalledTicks = 0;
                waitedTicks = inProgress ? 0 : waitedTicks + 1;
            }
            if (stalledTicks >= limits.stalledTicks
                    || waitedTicks >= (headersBegun ? limits.headerTicks : limits.keepAliveTicks)) {
                close();
            }
        }
    }

    /**
     * Closes a connection on which a request arrives while another one is in progress, or while much of the previous
     * response is still unread. HTTP/1.1 permits such requests, but no client in use sends them, and their number has no
     * other limit: one packet holds thousands.
     */
    private static final class Requests extends ChannelDuplexHandler {

        private final Connection connection;
        private boolean closed;

        Requests(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                if (connection.inProgress || !context.channel().isWritable()) {
                    closed = true;
                    connection.close();
                    context.pipeline().remove(HttpRequestDecoder.class); // which would decode the rest of what was read
                }
                connection.begin(context.channel());
            }
            if (closed) {
                ReferenceCountUtil.release(message);
            } else {
                context.fireChannelRead(message);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            boolean isInterim = message instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (message instanceof LastHttpContent && !isInterim) {
                var sent = promise.unvoid();
                var unused = context.write(message, sent);
                connection.end(sent);
            } else {
                var unused = context.write(message, promise);
            }
        }
    }

    /**
     * The limits of a service.
     *
     * @param open the number of connections, from which on no more are accepted
     * @param waiting the number of connections without a request in progress. An unfinished header takes up to 64 KiB
     * @param unread the number of connections whose peer has not read the end of a response. One takes up to 64 KiB and
     *     the largest response
     * @param headerTicks the time for the headers of a request, from the connection or from their first byte on
     * @param keepAliveTicks the time between two requests of a connection
     * @param stalledTicks the time in which a peer must read something of a response
     * @param tick the unit of these times
     */
    record Limits(
            int open, int waiting, int unread, int headerTicks, int keepAliveTicks, int stalledTicks, Duration tick) {}
}
