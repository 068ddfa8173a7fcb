import Events
import Formatting
import Ingestion

/// What is to be read, as the command line says it (article Command line).
package struct IntakePlan: Sendable, Equatable {
  /// Paths and patterns of files to follow.
  package var patterns: [String]
  /// Where to listen; nil for no socket.
  package var socketPath: String?
  package var readsStandardInput: Bool
  /// Where telemetry is received; nil for nowhere.
  package var telemetry: TelemetryPlan?
  /// Where to begin in files that are there already.
  package var start: Start

  /// A place to begin at.
  package enum Start: Sendable, Equatable {
    /// Where the store has it that reading ended, else the beginning.
    case checkpoint
    case beginning
    case end
  }

  /// The most bytes of a line.
  package var maxLine: LineLimits
  /// Operations of files that were taken in before, by their ids, count as duplicates; those of sockets and standard
  /// input do in any case.
  package var dedupesFiles: Bool
  /// Where every rejected line is kept, whole.
  package var rejectsPath: String?
  /// How many clients may be connected to the socket at the same time; as many as the system allows if nil.
  package var connectionLimit: Int?
  /// Who may send to the socket, besides the user.
  package var sharing = SocketSharing()
  /// What format lines have, and what names the wrappers of foreign ones.
  package var decoding: DecodingOptions

  package init(
    patterns: [String] = [], socketPath: String? = nil, readsStandardInput: Bool = false,
    telemetry: TelemetryPlan? = nil, start: Start = .checkpoint, maxLine: LineLimits = LineLimits(),
    dedupesFiles: Bool = false, rejectsPath: String? = nil,
    decoding: DecodingOptions = DecodingOptions()
  ) {
    self.patterns = patterns
    self.socketPath = socketPath
    self.readsStandardInput = readsStandardInput
    self.telemetry = telemetry
    self.start = start
    self.maxLine = maxLine
    self.dedupesFiles = dedupesFiles
    self.rejectsPath = rejectsPath
    self.decoding = decoding
  }
}

/// What came of reading inputs to their ends, for the commands that end then: what to say, and with which status to end
/// (article Command line).
package struct ReadingOutcome: Sendable {
  /// The inputs that could not be read, or not to their ends.
  package internal(set) var failures: [IngestionError] = []
  /// The patterns that no file matches.
  package internal(set) var unmatched: [String] = []
  var lines: UInt64 = 0
  /// Records that were accepted, skipped or duplicates.
  var taken: UInt64 = 0
  var rejected: UInt64 = 0
  var reasons: [RejectionReason: UInt64] = [:]
  /// The newest rejected lines, newest first.
  var newestRejected: [RejectedLine] = []

  init(countsOf sources: [SourceStatus] = []) {
    for source in sources {
      lines += source.lines
      taken += source.accepted + source.skipped + source.duplicates
      rejected += source.rejected
      reasons.merge(source.rejectedByReason, uniquingKeysWith: +)
    }
  }

  /// These counts without those that there were when the reading began, with the failures that were found since.
  func since(_ begin: ReadingOutcome) -> ReadingOutcome {
    var outcome = begin
    outcome.lines = lines - begin.lines
    outcome.taken = taken - begin.taken
    outcome.rejected = rejected - begin.rejected
    outcome.reasons = reasons.reduce(into: [:]) { $0[$1.key] = $1.value - (begin.reasons[$1.key] ?? 0) }
    return outcome
  }

  /// Records were rejected, and no record of any input was of use.
  package var isAllRejected: Bool { rejected > 0 && taken == 0 }
  /// Something was read that is of use.
  package var hasTaken: Bool { taken > 0 }

  /// The exit status that takes the place of any other; nil if all inputs were read.
  package var exitCode: Int32? {
    let codes = Set(failures.map(\.exitCode) + (isAllRejected ? [IngestionError.Kind.badData.status.rawValue] : []))
    // An error of the system goes before what the command line got wrong, and that before bad data.
    let order: [IngestionError.Kind] = [.inputOutput, .noPermission, .cannotCreate, .unreadable, .badData]
    return order.map(\.status.rawValue).first(where: codes.contains)
  }

  /// How many lines `command` rejected and why, then an example of each kind; empty if none were.
  package func rejections(_ command: String) -> [String] {
    guard rejected > 0, let summary = RejectionReason.summary(reasons) else { return [] }
    let kept = "keep them with --rejects FILE to see them"
    return ["\(command): \(rejected) of \(lines) lines were rejected: \(summary); \(kept)"]
      + newestRejected.examples.map(\.report)
  }
}
