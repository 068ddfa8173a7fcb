/// What is to be read, as the command line says it (article Command line).
package struct IntakePlan: Sendable, Equatable {
  /// Paths and patterns of files to follow.
  package var patterns: [String]
  /// Where to listen; nil for no socket.
  package var socketPath: String?
  package var readsStandardInput: Bool
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
  package var maxLine: Int
  /// Operations of files that were taken in before, by their ids, count as duplicates; those of sockets and standard
  /// input do in any case.
  package var dedupesFiles: Bool
  /// Where every rejected line is kept, whole.
  package var rejectsPath: String?

  package init(
    patterns: [String] = [], socketPath: String? = nil, readsStandardInput: Bool = false, start: Start = .checkpoint,
    maxLine: Int = 1 << 20, dedupesFiles: Bool = false, rejectsPath: String? = nil
  ) {
    self.patterns = patterns
    self.socketPath = socketPath
    self.readsStandardInput = readsStandardInput
    self.start = start
    self.maxLine = maxLine
    self.dedupesFiles = dedupesFiles
    self.rejectsPath = rejectsPath
  }
}
