/// Where events come from.
package enum SourceKind: String, Codable, Sendable { case file, socket, stdin, otlp }

/// Whether a source can be read at present.
package enum SourceState: Codable, Sendable, Equatable {
  /// Not there yet: a file that has not appeared.
  case waiting
  /// Reading what was there before it was opened.
  case catchingUp
  /// Up to date, following.
  case live
  /// Ended: standard input at its end, a file read once.
  case ended
  /// Cannot be read; the text says why and what to do.
  case failed(String)
}

/// What has come in from one source (article Events, Rejections and duplicates; Command line): every record is exactly
/// one of accepted, skipped, duplicate, rejected.
package struct SourceStatus: Codable, Sendable, Equatable {
  package var name: String
  package var kind: SourceKind
  package var format = "native"
  package var state = SourceState.waiting
  /// Bytes read so far.
  package var bytes: UInt64 = 0
  /// Lines that were not blank.
  package var lines: UInt64 = 0
  package var records: UInt64 = 0
  package var accepted: UInt64 = 0
  package var skipped: UInt64 = 0
  package var duplicates: UInt64 = 0
  package var rejected: UInt64 = 0
  package var rejectedByReason: [RejectionReason: UInt64] = [:]
  package var inconsistent: UInt64 = 0
  package var tooLate: UInt64 = 0
  /// Operations that succeeded with a model and told of no tokens: what tells of them may have changed.
  package var withoutUsage: UInt64 = 0
  /// Operations and costs whose time has yet to come: they are in totals, and wait to be counted in windows (article
  /// Monitoring, Windows).
  package var ahead: UInt64 = 0
  /// The end time of the newest event.
  package var lastEvent: Timestamp?
  /// When the last record was read.
  package var lastArrival: Timestamp?
  /// Bytes between the reading position and the end of the file; nil for sockets and standard input.
  package var lagBytes: UInt64?
  /// Bytes that the last commit covers; nil without a store.
  package var storedBytes: UInt64?
  /// Connections open now, for sockets.
  package var connections: Int?
  /// Connections turned away because too many were open, for sockets.
  package var refusedConnections: UInt64 = 0
  /// A line number can be told for a line of this source: it was read from its beginning.
  package var numbersLines = true

  /// There were records, and every one of them was rejected.
  package var isAllRejected: Bool { rejected > 0 && accepted == 0 && skipped == 0 && duplicates == 0 }

  package init(name: String, kind: SourceKind) {
    self.name = name
    self.kind = kind
  }
}
