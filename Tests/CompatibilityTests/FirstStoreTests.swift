// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import LocalStore
import SyncProtocol
import TestSupport
import Testing

@Suite("A store of the first release opens in this one")
struct FirstStoreTests {
  /// The tables as the first release made them, from today's.
  private static let back = """
    INSERT INTO meta (key, value) SELECT 'replica', replica FROM incarnation;
    CREATE TABLE receipt (
      replica BLOB NOT NULL,
      counter INTEGER NOT NULL,
      head BLOB NOT NULL,
      receipt BLOB NOT NULL,
      PRIMARY KEY (replica, counter)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO receipt SELECT replica, acknowledged, head, receipt FROM incarnation;
    DROP TABLE incarnation;
    DROP TABLE incarnation_note;
    DROP TABLE bundle;
    DROP INDEX record_aside;
    DROP INDEX record_unshown;
    ALTER TABLE record DROP COLUMN legacy;
    DELETE FROM meta WHERE key IN ('epoch', 'mode', 'store', 'file', 'machine');
    UPDATE meta SET value = CAST(x'01' || zeroblob(15) || x'07' || zeroblob(56) AS BLOB)
    WHERE key = 'cursor';
    DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %';
    """

  @Test func `its journal, its receipt and its hub's timeline are taken over`() throws {
    let laptop = try Laptop()
    let store = try laptop.store()
    let visit = try laptop.begin("V1", in: store)
    try laptop.answer("desk", .text("4"), of: visit, in: store)
    try laptop.acknowledge(1, in: store)
    let before = try store.read { try $0.standing() }
    let queue = try DatabaseQueue(path: laptop.folder.path(LocalStore.fileName))
    try queue.write { try $0.execute(sql: Self.back) }
    try queue.close()

    let opened = try laptop.store()
    let after = try opened.read { try $0.standing() }
    #expect(after.incarnations == before.incarnations)
    #expect(after.incarnations.map(\.receipt) == [[1]])
    #expect(after.epoch == [UInt8](repeating: 0, count: 15) + [7])
    #expect(after.mode == .settled)
    #expect(try laptop.values(in: opened) == ["desk": "4"])
    #expect(try opened.read { try $0.verify() }.findings == [])
    try laptop.answer("desk", .text("5"), of: visit, in: opened)
    #expect(try opened.read { try $0.status() }.pending == 2)
  }

  @Test func `one that nobody has written to is as new`() throws {
    let laptop = try Laptop()
    let name = try laptop.store().read { try $0.replica() }
    let queue = try DatabaseQueue(path: laptop.folder.path(LocalStore.fileName))
    try queue.write { try $0.execute(sql: Self.back) }
    try queue.close()
    let opened = try laptop.store()
    #expect(try opened.read { try $0.replica() } == name)
    #expect(try opened.read { try $0.verify() }.findings == [])
  }
}
