import SystemFiles

/// The process that writes a store and what it is configured by, as it says itself, for those who look at the store beside it.
package struct StoredWriter: Sendable, Equatable {
  package var process: ProcessIdentity
  /// Where its configuration comes from, in a form that is not for the store to know.
  package var configuration: String

  package init(process: ProcessIdentity, configuration: String) {
    self.process = process
    self.configuration = configuration
  }

  /// This process.
  ///
  /// - Returns: nil where the system does not tell of processes.
  package static func current(configuration: String) -> StoredWriter? {
    ProcessIdentity.current.map { StoredWriter(process: $0, configuration: configuration) }
  }
}
