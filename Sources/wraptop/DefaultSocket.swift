import Foundation
import Ingestion

/// Where wraptop listens and sends if nothing else is said (SPEC 6).
enum DefaultSocket {
  static var ingestPath: String {
    ListeningSocket.standardPath("ingest.sock", environment: ProcessInfo.processInfo.environment, user: geteuid())
  }
}
