import Events
import Formatting
import Monitoring
import PlainText
import Snapshots

// Parts of the document, each a document of its own, with the same keys.
extension StatusJSON {
  /// All wrappers.
  package func wrappers(of snapshot: Snapshot) -> [UInt8] {
    document(snapshot.at) { document in
      document.arrayField("wrappers") { list in
        for wrapper in snapshot.monitor.wrappers { list.wrapper(wrapper, range: range) }
      }
    }
  }

  /// One wrapper.
  package func wrapper(_ wrapper: WrapperSnapshot, at instant: Timestamp) -> [UInt8] {
    document(instant) { document in
      document.key("wrapper")
      document.wrapper(wrapper, range: range)
    }
  }

  /// Where events come from.
  package func sources(of snapshot: Snapshot) -> [UInt8] {
    document(snapshot.at) { document in
      document.arrayField("sources") { list in
        for source in listedSources(snapshot.sources) { list.source(source) }
      }
    }
  }

  /// The last lines that were rejected, newest first.
  package func rejected(of snapshot: Snapshot) -> [UInt8] {
    document(snapshot.at) { document in
      document.arrayField("rejects") { list in
        for line in snapshot.rejected {
          list.object { entry in
            entry.field("source", line.source)
            entry.field("line", line.lineNumber)
            entry.field("offset_bytes", line.byteOffset)
            entry.field("reason", line.reason.rawValue)
            entry.field("field", line.field)
            entry.field("found", line.found)
            entry.field("sample", line.sample)
            entry.field("time", line.time)
          }
        }
      }
    }
  }

  /// What has changed of late, by wrapper.
  package func trends(of snapshot: Snapshot) -> [UInt8] {
    document(snapshot.at) { document in
      document.arrayField("trends") { list in
        for wrapper in snapshot.monitor.wrappers {
          for trend in wrapper.trends {
            list.object { entry in
              entry.field("wrapper_name", wrapper.name)
              entry.field("metric", trend.metric.rawValue)
              entry.field("recent", trend.recent)
              entry.field("baseline", trend.baseline)
              entry.field("change", trend.change.isFinite ? trend.change : nil)
              entry.field("deviations", trend.deviations.isFinite ? trend.deviations : nil)
              entry.field("recent_operations", trend.recentOperations)
              entry.field("baseline_operations", trend.baselineOperations)
              entry.field("is_regression", trend.isRegression)
            }
          }
        }
      }
    }
  }

  private func document(_ at: Timestamp, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", Self.schema)
      document.field("at", at)
      content(&document)
    }
    writer.endLine()
    return writer.bytes
  }
}

extension JSONWriter {
  /// `range` of a wrapper: the figures of the time that was asked for.
  mutating func rangeField(_ figures: RangeFigures, of range: TimeRange) {
    objectField("range") { entry in
      entry.field("seconds", range.seconds)
      entry.field("total_operations", figures.sums.operations)
      entry.field("successful_operations", figures.sums.successful)
      entry.field("failed_operations", figures.sums.failed)
      entry.field("fallback_operations", figures.sums.fallback)
      entry.field("success_rate", figures.sums.successRate)
      entry.field("fallback_rate", figures.sums.fallbackRate)
      entry.field("error_rate", figures.sums.errorRate)
      entry.field("average_duration_ms", figures.sums.averageDurationMs)
      entry.field("p50_ms", figures.p50Ms)
      entry.field("p95_ms", figures.p95Ms)
      entry.field("p99_ms", figures.p99Ms)
      entry.field("cost_usd", figures.sums.costs.amount)
    }
  }
}
