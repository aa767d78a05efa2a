import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Plays the cases of a fuzzing server on the client of Java's own {@code java.net.http}, which knows no extension. */
class Client {
    static final HttpClient http = HttpClient.newHttpClient();

    /** Collects messages, and completes with the last text when the connection has ended. */
    static class Listener implements WebSocket.Listener {
        final CompletableFuture<String> ended = new CompletableFuture<>();
        final boolean echoes;
        final StringBuilder text = new StringBuilder();
        final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        String last = "";

        Listener(boolean echoes) {
            this.echoes = echoes;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
            text.append(part);
            CompletionStage<?> sent = null;
            if (isLast) {
                last = text.toString();
                text.setLength(0);
                if (echoes) sent = socket.sendText(last, true);
            }
            return next(socket, sent);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
            byte[] some = new byte[part.remaining()];
            part.get(some);
            octets.writeBytes(some);
            CompletionStage<?> sent = null;
            if (isLast) {
                if (echoes) sent = socket.sendBinary(ByteBuffer.wrap(octets.toByteArray()), true);
                octets.reset();
            }
            return next(socket, sent);
        }

        /** One message at a time: a second send before the first has ended is an error of this library. */
        private CompletionStage<?> next(WebSocket socket, CompletionStage<?> sent) {
            if (sent == null) socket.request(1);
            else sent.whenComplete((done, error) -> socket.request(1));
            return sent;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            ended.complete(last);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            System.err.println(error + " because of " + error.getCause()); // what cases are made for
            ended.complete(last);
        }
    }

    static String visit(String url, boolean echoes) {
        Listener listener = new Listener(echoes);
        http.newWebSocketBuilder().buildAsync(URI.create(url), listener).join();
        return listener.ended.join();
    }

    public static void main(String[] arguments) {
        String url = arguments[0];
        String agent = URLEncoder.encode(arguments[1], StandardCharsets.UTF_8);
        boolean some = arguments.length > 3;
        int first = some ? Integer.parseInt(arguments[2]) : 1;
        int last = Integer.parseInt(some ? arguments[3] : visit(url + "/getCaseCount", false));
        for (int index = first; index <= last; index++) {
            try {
                visit(url + "/runCase?case=" + index + "&agent=" + agent, true);
            } catch (CompletionException error) {
                System.err.println(index + ": " + error.getMessage());
            }
        }
        visit(url + "/updateReports?agent=" + agent, false);
    }
}
