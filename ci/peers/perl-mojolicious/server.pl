# An echo server on Perl's Mojolicious, with its defaults, but permessage-deflate and messages of up to 64 MiB.
use Mojolicious::Lite -signatures;
use Mojo::Server::Daemon;

app->log->level('fatal');
app->secrets(['none']);

websocket '/*any' => { any => '' } => sub ($c) {
  $c->tx->with_compression;
  $c->tx->max_websocket_size(1 << 26);
  $c->inactivity_timeout(0);
  $c->on(text   => sub ($c, $octets) { $c->send({ text   => $octets }) });
  $c->on(binary => sub ($c, $octets) { $c->send({ binary => $octets }) });
};

my $port = shift // 0;
my $daemon = Mojo::Server::Daemon->new(app => app, silent => 1, listen => ["http://127.0.0.1" . ($port ? ":$port" : "")]);
$daemon->start;
$| = 1;
print "listening on ws://127.0.0.1:", $daemon->ports->[0], "\n";
Mojo::IOLoop->start;
