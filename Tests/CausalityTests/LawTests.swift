// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

/// A write is lost only to a write that had seen it: the laws, for every small history.
@Suite struct LawTests {
  @Test func `the laws hold in every history of bare changes to depth 6`() throws {
    var histories = try Exploration(steps: 6, author: LawTests.bareChange)
    // The same exploration by another program, in another language, counts the same.
    #expect(histories.configurations.count == 64_401)
    #expect(histories.reachedStates == 3_879)
    try expectLaws(&histories)
  }

  @Test func `the laws hold in every history of people's edits to depth 5`() throws {
    var histories = try Exploration(steps: 5, author: LawTests.edit)
    #expect(histories.configurations.count > 10_000)
    try expectLaws(&histories)
  }

  private func expectLaws(_ histories: inout Exploration) throws {
    #expect(try Laws.ofJoin(in: &histories) == [])
    #expect(try Laws.ofApply(in: &histories) == [])
  }

  /// Puts one value into one field, or a tombstone; no rank, no mark of existence.
  private static func bareChange(_ state: Record, _ act: Exploration.Act, _ dot: Dot) -> Change? {
    var puts: [Put] = []
    switch act {
    case .writeFirst: puts = [Put("f", .text(dot.description))]
    case .writeSecond: puts = [Put("g", .text(dot.description))]
    case .delete where !state.fields.isEmpty && !state.isDeleted:
      puts = [Put(.tombstone, .tombstone(Tombstone(seen: state.context)))]
    case .delete, .keep: return nil
    }
    return Change(
      dot: dot,
      header: state.header,
      base: state.context,
      puts: puts,
      unsets: act != .delete && state.isDeleted ? [.tombstone] : [],
      stamp: Samples.stamp(),
      previous: .none
    )
  }

  private static func edit(_ state: Record, _ act: Exploration.Act, _ dot: Dot) -> Change? {
    let edit: Edit
    switch act {
    case .writeFirst: edit = .write([Put("f", .text(dot.description))])
    case .writeSecond: edit = .write([Put("f", .null), Put("g", .boolean(true))])
    case .delete where !state.fields.isEmpty && !state.isDeleted: edit = .delete(reason: "")
    case .keep where state.wasEditedWhileDeleted: edit = .keep
    case .delete, .keep: return nil
    }
    return state.change(edit, by: Samples.writer(), at: Samples.position(dot))
  }
}

/// The laws, each as a search for states that break it.
enum Laws {
  /// Join is commutative, associative and idempotent, covers both sides, and adds nothing of its
  /// own: contexts are merged, and every value comes from one side.
  static func ofJoin(in histories: inout Exploration) throws -> [String] {
    var broken: Set<String> = []
    var seen: Set<[Int]> = []
    for configuration in histories.configurations {
      let states = configuration.states.sorted()
      guard seen.insert(states).inserted else { continue }
      for (left, middle, right) in permutations(of: states) {
        let joined = try histories.join(left, middle)
        if try histories.join(middle, left) != joined { broken.insert("commutative") }
        if try histories.join(left, left) != left { broken.insert("idempotent") }
        if try histories.join(joined, left) != joined { broken.insert("covers its sides") }
        let inner = try histories.join(middle, right)
        if try histories.join(joined, right) != histories.join(left, inner) {
          broken.insert("associative")
        }
      }
    }
    for pair in Set(seen.flatMap { [($0[0], $0[1]), ($0[1], $0[2])] }.map(Exploration.Pair.init)) {
      let joined = histories.records[try histories.join(pair.left, pair.right)]
      let (left, right) = (histories.records[pair.left], histories.records[pair.right])
      if !isMerge(joined, of: left, and: right) { broken.insert("adds nothing of its own") }
    }
    return broken.sorted()
  }

  /// Apply is inflationary and idempotent, refuses what it cannot place, and commutes with join.
  static func ofApply(in histories: inout Exploration) throws -> [String] {
    var broken: Set<String> = []
    for write in histories.writes {
      let (before, after) = (histories.records[write.before], histories.records[write.after])
      if !before.context.isCovered(by: after.context) || before.context == after.context {
        broken.insert("the context grows")
      }
      if try histories.join(write.before, write.after) != write.after {
        broken.insert("apply is inflationary")
      }
      var again = after
      if again.apply(write.change) != .duplicate || again != after {
        broken.insert("apply is idempotent")
      }
    }
    for encounter in histories.encounters {
      let write = histories.writes[encounter.left]
      let joinedAfter = try histories.join(write.after, encounter.right)
      let joinedBefore = try histories.join(write.before, encounter.right)
      let applied = histories.records[joinedBefore].applying(write.change)
      if applied != histories.records[joinedAfter] { broken.insert("apply commutes with join") }
      var direct = histories.records[encounter.right]
      let covers = write.change.base.isCovered(by: direct.context)
      let outcome = direct.apply(write.change)
      let expected = covers ? joinedAfter : encounter.right
      if outcome != (covers ? .applied : .causalGap) || direct != histories.records[expected] {
        broken.insert("a change takes effect just where its base has been seen")
      }
    }
    return broken.sorted()
  }

  private static func permutations(of states: [Int]) -> [(Int, Int, Int)] {
    let (a, b, c) = (states[0], states[1], states[2])
    return [(a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)]
  }

  private static func isMerge(_ joined: Record, of left: Record, and right: Record) -> Bool {
    var context = left.context
    context.merge(right.context)
    return joined.context == context
      && joined.fields.allSatisfy { field in
        field.siblings.all.allSatisfy {
          left.siblings(of: field.path).all.contains($0)
            || right.siblings(of: field.path).all.contains($0)
        }
      }
  }
}
