import Foundation
import SystemFiles

/// The unit of systemd that runs `wraptop serve` as a service of the system (article Installing, As a service).
struct ServiceUnit {
  /// The program and its arguments.
  var command: [String]

  /// The unit that runs what this process was asked to run.
  static var current: ServiceUnit {
    let program = FilePath.link(at: "/proc/self/exe") ?? "/usr/bin/wraptop"
    return ServiceUnit(command: [program] + ProgramStart.arguments.dropFirst().filter { $0 != "--print-unit" })
  }

  /// The unit as a file. The service has a user of its own, sees little of the system and can change next to nothing.
  var text: String {
    """
    [Unit]
    Description=wraptop: health, latency, and cost of LLM tool wrappers
    Documentation=man:wraptop(1)
    After=network.target

    [Service]
    Type=notify
    ExecStart=\(command.map(Self.quoted).joined(separator: " "))
    ExecReload=/bin/kill -HUP $MAINPID
    WatchdogSec=60
    Restart=on-failure
    RestartSec=2
    TimeoutStopSec=60

    # /run/wraptop for the sockets, /var/lib/wraptop for the store, /etc/wraptop/config.yaml for the settings.
    User=wraptop
    DynamicUser=yes
    RuntimeDirectory=wraptop
    StateDirectory=wraptop
    StateDirectoryMode=0700
    ConfigurationDirectory=wraptop
    Environment=XDG_RUNTIME_DIR=/run XDG_STATE_HOME=/var/lib XDG_DATA_HOME=/var/lib XDG_CONFIG_HOME=/etc
    UMask=0077
    LimitNOFILE=65536

    # To follow files of others, name a group that may read them: SupplementaryGroups=adm
    NoNewPrivileges=yes
    CapabilityBoundingSet=
    AmbientCapabilities=
    ProtectSystem=strict
    ProtectHome=read-only
    PrivateTmp=yes
    PrivateDevices=yes
    ProtectClock=yes
    ProtectControlGroups=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectProc=invisible
    LockPersonality=yes
    MemoryDenyWriteExecute=yes
    RemoveIPC=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    SystemCallArchitectures=native
    SystemCallErrorNumber=EPERM
    SystemCallFilter=@system-service
    SystemCallFilter=~@privileged @resources

    [Install]
    WantedBy=multi-user.target

    """
  }

  // Words with what systemd.service(5) would read otherwise stand in quotation marks.
  private static func quoted(_ word: String) -> String {
    let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
      .replacing("$", with: "$$").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,@+".contains($0)) }
    return isPlain && !word.isEmpty ? escaped : "\"\(escaped)\""
  }
}
