// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncProtocol

/// A change as some store wrote it.
///
/// A change that was written again under another name is another form of the same write.
struct Form {
  let change: Change
  let hash: ChangeHash
  let serial: Int
}

/// All that was ever written and confirmed: what the histories are checked against.
///
/// A write is known by its moment, which stays when it is written again under another name: its
/// last six digits are the write's number, whatever the clock says.
struct Registry {
  /// Writes in order of number, which begins at 1.
  struct Write {
    let record: RecordID
    let laptop: String
    /// Numbers of the writes to the same record that its author had seen.
    let seen: Set<Int>
    /// Places in ``Registry/forms``.
    var forms: [Int] = []
    /// Whether every copy of it was destroyed.
    var isLost = false
  }

  private(set) var writes: [Write] = []
  private(set) var forms: [Form] = []
  private(set) var byHash: [ChangeHash: Int] = [:]
  private(set) var byRecord: [RecordID: [Int]] = [:]
  /// Numbers of writes that the hub has to refuse.
  var poison: Set<Int> = []
  /// Numbers of writes with members that this program does not know.
  var newer: Set<Int> = []
  /// Forms that the hub has refused at some time.
  var refused: Set<ChangeHash> = []
  /// What the hub has taken under each name, on whatever timeline.
  private var taken: [Dot: ChangeHash] = [:]
  /// Forms that the hub has taken at some time.
  private(set) var everTaken: Set<ChangeHash> = []
  /// Records in which one name has stood for two writes: store and hub both went back behind it.
  private(set) var mixed: Set<RecordID> = []

  /// How many writes there were.
  var count: Int { writes.count }

  /// The number of the write that a change is a form of.
  static func serial(of change: Change) -> Int {
    Int(change.stamp.enteredAt.milliseconds % 1_000_000)
  }

  /// The moment of a write by a clock that reads so many milliseconds.
  static func moment(_ clock: Int64, serial: Int) -> LocalTime {
    LocalTime(milliseconds: clock / 1_000_000 * 1_000_000 + Int64(serial))
  }

  /// Notes a form; the first of its number is a new write.
  ///
  /// - Parameters:
  ///   - change: The change.
  ///   - hash: Its hash.
  ///   - laptop: Who wrote it.
  ///   - own: The hash that the author has under a name; nil for a name of others.
  mutating func note(
    _ change: Change,
    _ hash: ChangeHash,
    laptop: String,
    own: (Dot) -> ChangeHash? = { _ in nil }
  ) {
    guard byHash[hash] == nil else { return }
    let serial = Registry.serial(of: change)
    let id = change.header.id
    if serial == writes.count + 1 {
      let seen = (byRecord[id] ?? []).map { forms[$0] }.filter { form in
        change.base.contains(form.change.dot)
          && own(form.change.dot).map { $0 == form.hash } ?? true
      }
      writes.append(Write(record: id, laptop: laptop, seen: Set(seen.map(\.serial))))
    }
    guard serial >= 1, serial <= writes.count else { return }
    byHash[hash] = forms.count
    byRecord[id, default: []].append(forms.count)
    writes[serial - 1].forms.append(forms.count)
    forms.append(Form(change: change, hash: hash, serial: serial))
  }

  /// Notes that the hub has taken a change; returns whether its name stood for another before.
  mutating func take(_ dot: Dot, _ hash: ChangeHash, of record: RecordID) -> Bool {
    everTaken.insert(hash)
    let before = taken.updateValue(hash, forKey: dot)
    guard let before, before != hash else { return false }
    mixed.insert(record)
    if let other = byHash[before] { mixed.insert(forms[other].change.header.id) }
    return true
  }

  /// Marks a write as destroyed.
  mutating func lose(_ place: Int) {
    writes[place].isLost = true
  }

  /// The form of a hash; nil for one that was never confirmed.
  func form(_ hash: ChangeHash) -> Form? {
    byHash[hash].map { forms[$0] }
  }
}
