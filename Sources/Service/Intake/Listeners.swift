import HTTPServer
import Ingestion

/// What an intake listens on; who comes waits until it follows.
package struct Listeners: Sendable {
  package var socket: SocketListener?
  /// Where telemetry comes in.
  package var telemetry: [ListeningPort] = []

  package init(socket: SocketListener? = nil) { self.socket = socket }
}
