// The WebSocket of java.net.http: java Client.java URL. Its first message is fragmented.

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

public class Client implements WebSocket.Listener {
    static final int[] LENGTHS = {0, 5, 125, 126, 65535, 65536};
    static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz ";
    static final CountDownLatch echoes = new CountDownLatch(2 * LENGTHS.length + 1);
    static final CountDownLatch pong = new CountDownLatch(1);
    static final CountDownLatch closed = new CountDownLatch(1);

    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        if (last) echoes.countDown();
        socket.request(1);
        return null;
    }

    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (last) echoes.countDown();
        socket.request(1);
        return null;
    }

    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
        pong.countDown();
        socket.request(1);
        return null;
    }

    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.countDown();
        return null;
    }

    public static void main(String[] arguments) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        WebSocket socket = http.newWebSocketBuilder().buildAsync(URI.create(arguments[0]), new Client()).join();
        socket.sendText("frag", false).join();
        socket.sendText("men", false).join();
        socket.sendText("ted", true).join();
        for (int length : LENGTHS) {
            socket.sendText(ALPHABET.repeat(length / 37 + 1).substring(0, length), true).join();
            byte[] data = new byte[length];
            for (int index = 0; index < length; index++) data[index] = (byte) (index * 7);
            socket.sendBinary(ByteBuffer.wrap(data), true).join();
        }
        socket.sendPing(ByteBuffer.wrap("cli-ping".getBytes())).join();
        pong.await();
        echoes.await();
        socket.sendClose(1000, "bye").join();
        closed.await();
        System.exit(0);
    }
}
