// An echo server on libwebsockets, with its defaults, but permessage-deflate and a check of UTF-8.
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct message {
    struct message *next;
    enum lws_write_protocol kind;
    size_t length;
    unsigned char octets[]; // LWS_PRE of them belong to the library
};

struct session {
    struct message *partial, *first, *last; // the one that is being received, and those to be echoed
};

static void discard(struct session *session) {
    for (struct message *next, *message = session->first; message; message = next) {
        next = message->next;
        free(message);
    }
    free(session->partial);
    memset(session, 0, sizeof *session);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    struct session *session = user;
    if (reason == LWS_CALLBACK_RECEIVE) {
        size_t before = session->partial ? session->partial->length : 0;
        struct message *message = realloc(session->partial, sizeof *message + LWS_PRE + before + length);
        if (!message)
            return -1;
        session->partial = message;
        message->next = NULL;
        message->kind = lws_frame_is_binary(wsi) ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
        message->length = before + length;
        memcpy(message->octets + LWS_PRE + before, in, length);
        if (lws_is_final_fragment(wsi) && !lws_remaining_packet_payload(wsi)) {
            session->partial = NULL;
            session->last = *(session->first ? &session->last->next : &session->first) = message;
            lws_callback_on_writable(wsi);
        }
    } else if (reason == LWS_CALLBACK_SERVER_WRITEABLE && session->first) {
        struct message *message = session->first;
        session->first = message->next;
        int written = lws_write(wsi, message->octets + LWS_PRE, message->length, message->kind);
        free(message);
        if (written < 0)
            return -1;
        if (session->first)
            lws_callback_on_writable(wsi);
    } else if (reason == LWS_CALLBACK_CLOSED) {
        discard(session);
    }
    return 0;
}

int main(int argc, char **argv) {
    const struct lws_protocols protocols[] = {{"echo", on_event, sizeof(struct session), 0, 0, NULL, 0}, {0}};
    const struct lws_extension extensions[] = {
        {"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate"}, {0}};
    struct lws_context_creation_info info = {0};
    lws_set_log_level(0, NULL);
    info.port = argc > 1 ? atoi(argv[1]) : 0;
    info.iface = "127.0.0.1";
    info.protocols = protocols;
    info.extensions = extensions;
    info.options = LWS_SERVER_OPTION_VALIDATE_UTF8 | LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
    struct lws_context *context = lws_create_context(&info);
    struct lws_vhost *vhost = context ? lws_create_vhost(context, &info) : NULL;
    if (!vhost)
        return fprintf(stderr, "error: libwebsockets does not start\n"), 1;
    printf("listening on ws://127.0.0.1:%d\n", lws_get_vhost_listen_port(vhost));
    fflush(stdout);
    while (lws_service(context, 0) >= 0)
        ;
    return 0;
}
