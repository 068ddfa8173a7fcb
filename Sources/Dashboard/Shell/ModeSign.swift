import Canvas
import Events
import Snapshots

/// The sign at the top of the screen that says whether it is live; when it is not, nobody must take it for that.
enum ModeSign {
  static func line(_ frame: Frame) -> Line {
    guard let snapshot = frame.snapshot else { return Line("STARTING", .notice, .bold) }
    let present = max(frame.shared.presentTime(frame.now), snapshot.at), moment = Moment(present, frame.validity)
    if frame.shared.pause != nil {
      let behind = moment.age(of: snapshot.at)
      let text =
        frame.shared.past.map { "going to \($0.clockWithDate(at: present))" }
        ?? "\(behind) behind live, Space resumes"
      return Line(" PAUSED at \(snapshot.at.clock)Z, \(text) ", .notice, [.bold, .reverse])
    }
    if snapshot.isPast {
      let ago = moment.age(of: snapshot.at)
      let instant = snapshot.at.clockWithDate(at: present)
      let text = going(frame, from: snapshot, present) ?? "\(ago) ago, . live"
      return Line(" PAST \(instant), \(text) ", .accent, [.bold, .reverse, .underline])
    }
    if let past = frame.shared.past {
      return Line(" LIVE, going back to \(past.clockWithDate(at: present)) ", .accent, [.bold, .reverse])
    }
    if let replay = snapshot.replay {
      return Line(" REPLAY \(replay.word) \(frame.now.clockWithDay) ", .accent, [.bold, .reverse])
    }
    return snapshot.catchUp == nil ? Line("LIVE", .healthy, .bold) : Line("CATCHING UP", .notice, .bold)
  }

  // What was asked for is under way; until it is there, the old picture stands.
  private static func going(_ frame: Frame, from snapshot: Snapshot, _ present: Timestamp) -> String? {
    guard let past = frame.shared.past else { return "going live" }
    return past == snapshot.at ? nil : "going to \(past.clockWithDate(at: present))"
  }
}
