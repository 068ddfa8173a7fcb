import Events

extension JSONWriter {
  /// One element of `sources` (article Command line). Reasons that did not occur have no key.
  mutating func source(_ source: SourceSummary) {
    object { entry in
      entry.field("name", source.name)
      entry.field("kind", source.kind?.rawValue)
      entry.field("format", source.format)
      entry.field("bytes", source.bytes)
      entry.field("lines", source.lines)
      entry.field("records", source.records)
      entry.field("accepted", source.accepted)
      entry.field("skipped", source.skipped)
      entry.field("duplicates", source.duplicates)
      entry.field("rejected", source.rejected)
      entry.objectField("rejected_by_reason") { reasons in
        for reason in RejectionReason.allCases {
          if let count = source.rejectedByReason[reason], count > 0 { reasons.field(reason.rawValue, count) }
        }
      }
      entry.field("inconsistent", source.inconsistent)
      entry.field("too_late", source.tooLate)
      entry.field("ahead", source.ahead)
      entry.field("last_event", source.lastEvent)
      entry.field("lag_bytes", source.lagBytes)
      entry.field("stored_bytes", source.storedBytes)
      entry.field("state", source.state)
      entry.field("problem", source.problem)
    }
  }
}
