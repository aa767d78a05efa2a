// An echo server on Tomcat, with its defaults, permessage-deflate among them, but messages of up to 32 MiB.

import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

public class Server {
    public static class Echo {
        @OnMessage(maxMessageSize = 1 << 25)
        public void text(Session session, String message) throws IOException {
            session.getBasicRemote().sendText(message);
        }

        @OnMessage(maxMessageSize = 1 << 25)
        public void binary(Session session, ByteBuffer message) throws IOException {
            session.getBasicRemote().sendBinary(message);
        }
    }

    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        var tomcat = new Tomcat();
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setPort(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0);
        var context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer((classes, servlets) -> {
            var container = (ServerContainer) servlets.getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, "/").build());
            } catch (DeploymentException error) {
                throw new ServletException(error);
            }
        }, null);
        // The upgrade is a filter's, and a filter needs a servlet behind it.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        System.out.println("listening on ws://127.0.0.1:" + tomcat.getConnector().getLocalPort());
        tomcat.getServer().await();
    }
}
