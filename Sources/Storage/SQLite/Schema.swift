import GRDB

/// The tables of a store.
///
/// - Everything that belongs to a slot of time has the slot before the wrapper in its key: what a commit changes lies on
///   few pages, what gets too old lies together, and reading a table from one end to the other gives each wrapper's slots
///   in the order of time.
/// - `wrapper` is a wrapper's number. Times are microseconds since the epoch, slots whole steps since the epoch, money
///   whole nano-dollars; integers that 64 bits do not hold are decimal text.
/// - Sums that are added to are columns; what is only ever read as a whole is bytes, with the version of their form first.
///
/// A store knows its version by `PRAGMA user_version`, and that it is a store by `PRAGMA application_id`. Each migration
/// is kept for good: stores of all earlier versions go through those that they have not seen.
enum Schema {
  /// The version that this program writes.
  static let version = 5
  /// `wrap` in ASCII.
  static let applicationID: Int32 = 0x7772_6170

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: first)
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    // Breakdowns have figures of estimated costs, which programs of version 1 cannot read.
    migrator.registerMigration("2") { database in
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3") { database in
      for column in AddedColumn.inVersion3 { try column.add(to: database) }
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    migrator.registerMigration("4") { database in
      try database.execute(sql: journal)
      try database.execute(sql: "PRAGMA user_version = 4")
    }
    // Breakdowns tell between which durations lie, which programs of version 4 cannot read.
    migrator.registerMigration("5") { database in
      try database.execute(sql: "PRAGMA user_version = 5")
    }
    return migrator
  }

  /// The end of the audit trail. Programs that do not know of it leave it alone, so that it makes no new version; it is
  /// made with the first end that is stored.
  static let auditHead = """
    CREATE TABLE IF NOT EXISTS audit_head (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      number INTEGER NOT NULL,
      hash TEXT NOT NULL
    )
    """

  /// What completes foreign records by those before them (`EventLinker`). As with the audit trail, it makes no new version.
  static let linker = "CREATE TABLE IF NOT EXISTS linker (id INTEGER PRIMARY KEY CHECK (id = 1), content BLOB NOT NULL)"

  /// Alerts, silences and deliveries, each a JSON document (`AlertRow`); as well.
  static let alerts = """
    CREATE TABLE IF NOT EXISTS alerts (
      kind TEXT NOT NULL,
      key TEXT NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (kind, key)
    ) WITHOUT ROWID
    """

  /// How many operations of a source told of no usage; as well.
  static let sourceUsage = """
    CREATE TABLE IF NOT EXISTS source_usage (
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      no_usage INTEGER NOT NULL,
      PRIMARY KEY (name, kind)
    )
    """

  private static let journal = """
    -- What was applied after the last checkpoint, JournalCoding. A program that did not know of it would lose that. Numbers
    -- are given once, so that who follows a store knows what is new.
    CREATE TABLE journal (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      content BLOB NOT NULL
    );

    -- The last operations that reported no cost, UncostedCoding.
    CREATE TABLE uncosted (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      content BLOB NOT NULL
    );
    """

  private static let first = """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      seed INTEGER NOT NULL,      -- under which the fingerprints of ids are made; the bits of an unsigned number
      created INTEGER NOT NULL,
      last_commit INTEGER,
      days INTEGER NOT NULL       -- how long hours and breakdowns have been kept
    );

    -- All there ever was of a wrapper, and the newest slot it has of each kind, by which the old ones go.
    CREATE TABLE wrappers (
      number INTEGER PRIMARY KEY,
      name NOT NULL,
      total NOT NULL, successful NOT NULL, failed NOT NULL, fallback NOT NULL,
      timeouts NOT NULL, cancelled NOT NULL, abandoned NOT NULL,
      duration_sum NOT NULL,      -- nanoseconds
      cost NOT NULL, estimated NOT NULL, unpriced NOT NULL,
      durations BLOB NOT NULL,    -- ExponentialHistogram
      outcomes BLOB NOT NULL,     -- the last ten, OutcomesCoding
      last_end INTEGER, last_failure INTEGER, last_error_end INTEGER, last_error_message,
      newest_ten INTEGER, newest_minute INTEGER, newest_hour INTEGER, newest_spending INTEGER,
      newest_fine INTEGER, newest_coarse INTEGER
    );

    -- The newest failures of a wrapper, RecordCoding.
    CREATE TABLE failures (wrapper INTEGER PRIMARY KEY, records BLOB NOT NULL);

    -- 10 s.
    CREATE TABLE tens (
      slot INTEGER NOT NULL, wrapper INTEGER NOT NULL,
      total INTEGER NOT NULL, successful INTEGER NOT NULL, failed INTEGER NOT NULL, fallback INTEGER NOT NULL,
      durations INTEGER NOT NULL, duration_sum NOT NULL, cost NOT NULL,
      PRIMARY KEY (slot, wrapper)
    ) WITHOUT ROWID;

    CREATE TABLE minutes (
      slot INTEGER NOT NULL, wrapper INTEGER NOT NULL,
      total INTEGER NOT NULL, successful INTEGER NOT NULL, failed INTEGER NOT NULL, fallback INTEGER NOT NULL,
      durations INTEGER NOT NULL, duration_sum NOT NULL, cost NOT NULL,
      histogram BLOB NOT NULL,    -- CompactHistogram
      PRIMARY KEY (slot, wrapper)
    ) WITHOUT ROWID;

    -- What is in a minute is in no hour.
    CREATE TABLE hours (
      slot INTEGER NOT NULL, wrapper INTEGER NOT NULL,
      total INTEGER NOT NULL, successful INTEGER NOT NULL, failed INTEGER NOT NULL, fallback INTEGER NOT NULL,
      durations INTEGER NOT NULL, duration_sum NOT NULL, cost NOT NULL,
      histogram BLOB NOT NULL,
      PRIMARY KEY (slot, wrapper)
    ) WITHOUT ROWID;

    -- 15 min.
    CREATE TABLE spending (
      slot INTEGER NOT NULL, wrapper INTEGER NOT NULL, cost NOT NULL, PRIMARY KEY (slot, wrapper)
    ) WITHOUT ROWID;

    -- Breakdowns of 5 min and of an hour. Their bytes are too many for a table without rowid.
    CREATE TABLE fine (
      slot INTEGER NOT NULL, wrapper INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (slot, wrapper)
    );
    CREATE TABLE coarse (
      slot INTEGER NOT NULL, wrapper INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (slot, wrapper)
    );

    -- The last operations in the order they were taken in. The wrapper is a name here: `(other)` has many.
    CREATE TABLE operations (
      sequence INTEGER PRIMARY KEY,
      ended INTEGER NOT NULL,
      wrapper NOT NULL,
      failed INTEGER NOT NULL,
      record BLOB NOT NULL        -- RecordCoding
    );

    -- Operations under way, by the fingerprint of their id.
    CREATE TABLE active (
      key BLOB PRIMARY KEY,       -- KeyCoding
      wrapper INTEGER NOT NULL,
      id NOT NULL,
      type NOT NULL,
      started INTEGER NOT NULL,
      source INTEGER NOT NULL,
      serial NOT NULL,
      outcome INTEGER, outcome_time INTEGER,
      fallback_used INTEGER NOT NULL,
      fallback_reason, error_message, error_code,
      cost INTEGER NOT NULL,      -- -1 for none
      cost_reported INTEGER NOT NULL
    ) WITHOUT ROWID;

    -- Completed operations that end later than the present.
    CREATE TABLE pending (
      sequence INTEGER PRIMARY KEY,
      wrapper INTEGER NOT NULL,
      ended INTEGER NOT NULL,
      status INTEGER NOT NULL,
      fallback_used INTEGER NOT NULL,
      duration INTEGER NOT NULL,  -- nanoseconds, -1 for none
      cost INTEGER NOT NULL,      -- -1 for none
      error
    );

    -- The fingerprints of ids of completed operations in the order of completion, many in a row. Each commit adds a row
    -- of rank 0; once there are enough rows of a rank they become one of the next.
    CREATE TABLE ids (
      sequence INTEGER PRIMARY KEY,
      rank INTEGER NOT NULL,
      count INTEGER NOT NULL,
      keys BLOB NOT NULL          -- KeyCoding
    );

    CREATE TABLE sources (
      number INTEGER PRIMARY KEY,
      name NOT NULL, kind TEXT NOT NULL,
      format NOT NULL,
      state TEXT NOT NULL, problem,
      bytes NOT NULL, lines NOT NULL, records NOT NULL, accepted NOT NULL, skipped NOT NULL, duplicates NOT NULL,
      rejected NOT NULL,
      reasons TEXT NOT NULL,      -- rejected by reason, a JSON object
      inconsistent NOT NULL, too_late NOT NULL,
      last_event INTEGER, last_arrival INTEGER,
      lag, stored, connections INTEGER, refused_connections NOT NULL,
      numbers_lines INTEGER NOT NULL,
      positions BLOB NOT NULL,    -- PositionsCoding
      UNIQUE (name, kind)
    );

    -- The last rejected lines, the newest first.
    CREATE TABLE rejected (
      rank INTEGER PRIMARY KEY,
      source NOT NULL, line, offset NOT NULL,
      reason TEXT NOT NULL, field,
      sample NOT NULL, time INTEGER NOT NULL
    );
    """
}
