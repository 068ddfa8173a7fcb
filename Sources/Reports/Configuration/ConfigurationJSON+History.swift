import Configuration
import PlainText

extension ConfigurationJSON {
  /// `config history`: records in the order in which they are given.
  package func history(_ records: [AuditRecord]) -> [UInt8] {
    document { document in
      document.arrayField("records") { list in
        for record in records { list.value(record) }
      }
    }
  }

  /// `config history --verify`.
  ///
  /// - Parameters:
  ///   - faults: all that is not as it was written.
  ///   - heads: the ends that the trail was held against, by where they are kept.
  package func verification(
    _ faults: [AuditFault], records: Int, heads: [(name: String, head: AuditHead)]
  ) -> [UInt8] {
    document { document in
      document.field("intact", faults.isEmpty)
      document.field("records", records)
      document.arrayField("heads") { list in
        for (name, head) in heads {
          list.object { entry in
            entry.field("kept_in", name)
            entry.field("number", head.number)
            entry.field("hash", head.hash)
          }
        }
      }
      document.arrayField("faults") { list in
        for fault in faults {
          list.object { entry in
            entry.field("file", fault.place.file)
            entry.field("line", fault.place.line)
            entry.field("fault", fault.kind.rawValue)
            entry.field("message", fault.meaning)
            entry.field("advice", fault.advice)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func value(_ record: AuditRecord) {
    object { entry in
      entry.field("number", record.number)
      entry.field("time", record.time)
      entry.objectField("actor") { actor in
        actor.field("uid", record.actor.uid)
        actor.field("user", record.actor.user)
        actor.field("from", record.actor.from)
      }
      entry.field("action", record.action.rawValue)
      entry.field("wrapper_name", record.wrapper)
      entry.field("field", record.field)
      entry.field("old", record.old)
      entry.field("new", record.new)
      entry.field("layer", record.layer)
      entry.field("reason", record.reason)
      entry.field("takes_back", record.takesBack)
    }
  }
}
