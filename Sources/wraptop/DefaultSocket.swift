import Foundation
import Ingestion

/// Where wraptop listens and sends if nothing else is said (article Security).
enum DefaultSocket {
  /// Where it listens.
  static var ingestPath: String {
    ListeningSocket.standardPath("ingest.sock", environment: ProcessInfo.processInfo.environment, user: geteuid())
  }

  /// Where it answers commands.
  static var apiPath: String {
    ListeningSocket.standardPath("api.sock", environment: ProcessInfo.processInfo.environment, user: geteuid())
  }

  /// Where a client finds a server: the user's own, or the system's. Only those that may be trusted.
  ///
  /// - Throws: if there is none but one that may not be trusted.
  static func pathsToSend() throws(IngestionError) -> [String] {
    try ListeningSocket.trusted([ingestPath, "/run/wraptop/ingest.sock"])
  }

  /// Where a client finds a core: the user's own, or the system's. Only those that may be trusted.
  ///
  /// - Throws: if there is none but one that may not be trusted.
  static func pathsToAsk() throws(IngestionError) -> [String] {
    try ListeningSocket.trusted([apiPath, "/run/wraptop/api.sock"])
  }

  /// Where `serve` listens.
  static var serviceIngestPath: String { serviceFolder.map { "\($0)/ingest.sock" } ?? ingestPath }

  /// Where `serve` answers commands.
  static var serviceAPIPath: String { serviceFolder.map { "\($0)/api.sock" } ?? apiPath }

  // The folder of a system service: that of its unit, or the usual one of a superuser who is not logged in; nil for a user's.
  private static var serviceFolder: String? {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first, folder.hasPrefix("/") {
      return String(folder)
    }
    return geteuid() == 0 && environment["XDG_RUNTIME_DIR"] == nil ? "/run/wraptop" : nil
  }
}
