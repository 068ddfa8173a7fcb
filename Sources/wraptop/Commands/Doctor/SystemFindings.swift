import Events
import Foundation
import Ingestion
import SystemFiles

/// What `wraptop doctor` looks at of the system itself.
enum SystemFindings {
  static var all: [DoctorFinding] { [clock] + [descriptors] + inotify + backlog + unit }

  /// The date of a machine whose clock was never set, or that ran ahead, makes events too old or too new to be counted.
  static func clock(at now: Timestamp) -> DoctorFinding {
    let advice = "events are counted by it; set it, such as with timedatectl set-ntp true"
    // Before wraptop was written; and later than anything written with it will be of interest.
    if now < Timestamp(seconds: 1_735_689_600) {
      return DoctorFinding(.fails, "time", "\(now) lies in the past; \(advice)")
    }
    if now > Timestamp(seconds: 4_102_444_800) {
      return DoctorFinding(.fails, "time", "\(now) lies far in the future; \(advice)")
    }
    return DoctorFinding(.fine, "time", "\(now)")
  }

  private static var clock: DoctorFinding { clock(at: SystemClock.now()) }

  private static var descriptors: DoctorFinding {
    let limit = OpenFileLimit.current()
    let wanted = SocketListener.Options().mostConnections
    guard limit.connections < wanted else {
      return DoctorFinding(.fine, "limits", "\(limit.descriptors) open files, enough for \(wanted) clients")
    }
    return DoctorFinding(
      .attention, "limits",
      "\(limit.descriptors) open files are allowed, so \(limit.connections) clients at once; for more raise the limit: "
        + "ulimit -n 65536, or LimitNOFILE in a unit")
  }

  // Each folder with a followed file takes a watch.
  private static var inotify: [DoctorFinding] {
    let folder = "/proc/sys/fs/inotify/"
    return [("max_user_instances", 64), ("max_user_watches", 4096)].compactMap { name, wanted in
      guard let limit = number(folder + name), limit < wanted else { return nil }
      return DoctorFinding(
        .attention, "limits",
        "\(limit) is little for fs.inotify.\(name), and where it runs out, files are looked at from time to time instead; "
          + "for more type: sysctl -w fs.inotify.\(name)=\(wanted * 16)")
    }
  }

  // As many clients as wraptop serves may come at the same moment.
  private static var backlog: [DoctorFinding] {
    let wanted = SocketListener.Options().mostConnections
    guard let limit = number("/proc/sys/net/core/somaxconn"), limit < wanted else { return [] }
    return [
      DoctorFinding(
        .attention, "socket",
        "the system lets \(limit) clients wait to connect, and turns others away that do not wait themselves; "
          + "for more type: sysctl -w net.core.somaxconn=4096")
    ]
  }

  // The system's service, where systemd runs.
  private static var unit: [DoctorFinding] {
    guard stat(of: "/run/systemd/system") != nil else { return [] }
    let folders = ["/etc/systemd/system/", "/usr/lib/systemd/system/", "/lib/systemd/system/"]
    guard let unit = folders.map({ $0 + "wraptop.service" }).first(where: { stat(of: $0) != nil }) else {
      return [
        DoctorFinding(
          .fine, "service", "there is none; wraptop serve --print-unit prints a unit for /etc/systemd/system")
      ]
    }
    let isRunning = ["/sys/fs/cgroup/", "/sys/fs/cgroup/systemd/"].contains {
      stat(of: $0 + "system.slice/wraptop.service") != nil
    }
    return [
      isRunning
        ? DoctorFinding(.fine, "service", "\(unit): runs")
        : DoctorFinding(
          .attention, "service",
          "\(unit): does not run; start it: systemctl enable --now wraptop, and see journalctl -u wraptop")
    ]
  }

  private static func number(_ path: String) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
