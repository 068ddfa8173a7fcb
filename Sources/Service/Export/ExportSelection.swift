import Events
import Monitoring

/// Which rows of what there is are exported (article Command line).
package struct ExportSelection: Sendable, Equatable {
  /// Only wrappers whose names match; nil for all.
  package var wrappers: NameGlob?
  /// Only what ended at this instant or later; of slots and days, those that it lies in too.
  package var since: Timestamp?
  /// Only what ended before this instant; of slots and days, those that begin before it.
  package var until: Timestamp?

  package init(wrappers: NameGlob? = nil, since: Timestamp? = nil, until: Timestamp? = nil) {
    self.wrappers = wrappers
    self.since = since
    self.until = until
  }

  /// True if a wrapper's rows are exported.
  package func includes(_ wrapper: String) -> Bool { wrappers?.matches(wrapper) ?? true }

  /// True if what ended at an instant is exported.
  package func includes(_ end: Timestamp) -> Bool {
    (since.map { end >= $0 } ?? true) && (until.map { end < $0 } ?? true)
  }

  /// True if the slot that begins at an instant and lasts `seconds` is exported.
  package func includesSlot(_ begin: Timestamp, seconds: Int64) -> Bool {
    (since.map { begin.advanced(seconds: seconds) > $0 } ?? true) && (until.map { begin < $0 } ?? true)
  }
}

/// How long the slots of an exported series are.
package enum ExportStep: Int64, Sendable, CaseIterable {
  case tenSeconds = 10
  case minute = 60
  case hour = 3600
}
