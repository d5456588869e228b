// SPDX-License-Identifier: Apache-2.0

/// Finds places for labels beside their points, so that none lies upon another.
struct LabelPlacing {
  /// A place for a label.
  struct Place {
    /// The label's room.
    let box: Box
    /// The end of a line from the label to its point, where the label is not right beside it.
    let leader: Point?
  }

  private let frame: Box
  private var taken: [Box]
  /// What labels rather keep off, such as lines.
  private let avoided: [Box]

  /// Places within a frame, beside what is there already.
  init(within frame: Box, taken: [Box], avoided: [Box]) {
    self.frame = frame
    self.taken = taken
    self.avoided = avoided
  }

  /// The nearest free place for a label of a size, which is then taken; nil where there is none
  /// within reach.
  mutating func place(
    width: Double,
    height: Double,
    beside point: Point,
    reach: Double
  ) -> Place? {
    for obstacles in [taken + avoided, taken] {
      for (distance, direction) in LabelPlacing.candidates where distance <= reach {
        let box = Box(
          x: point.x + direction.x * distance + (direction.x.sign(0.2) - 1) / 2 * width,
          y: point.y + direction.y * distance + (direction.y.sign(0.2) - 1) / 2 * height,
          width: width,
          height: height
        )
        guard frame.contains(box), !obstacles.contains(where: box.overlaps) else { continue }
        let needsLeader = distance > 10
        let end = Point(
          x: min(max(point.x, box.x), box.x + width),
          y: min(max(point.y, box.y), box.y + height)
        )
        let steps = needsLeader ? LabelPlacing.steps(from: point, to: end) : []
        guard !steps.contains(where: { step in taken.contains(where: step.overlaps) }) else {
          continue
        }
        taken += [box] + steps
        return Place(box: box, leader: needsLeader ? end : nil)
      }
    }
    return nil
  }

  /// Small boxes along a line, from where it leaves its point.
  private static func steps(from start: Point, to end: Point) -> [Box] {
    let (width, height) = (end.x - start.x, end.y - start.y)
    let length = (width * width + height * height).squareRoot()
    guard length > 8 else { return [] }
    return stride(from: 8, through: length, by: 4).map { distance in
      let share = distance / length
      return Box(
        x: start.x + width * share - 1,
        y: start.y + height * share - 1,
        width: 2,
        height: 2
      )
    }
  }

  /// Distances and directions, the best first: close by and to the right.
  private static let candidates: [(distance: Double, direction: Point)] = {
    let close: [(Double, Double)] = [
      (1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7),
    ]
    let between: [(Double, Double)] = [
      (0.92, -0.38), (0.92, 0.38), (-0.92, -0.38), (-0.92, 0.38),
      (0.38, -0.92), (0.38, 0.92), (-0.38, -0.92), (-0.38, 0.92),
    ]
    let distances = [9.0] + stride(from: 18.0, through: 260, by: 11)
    return distances.flatMap { distance in
      (distance < 10 ? close : close + between).map { (distance, Point(x: $0.0, y: $0.1)) }
    }
  }()
}

extension Double {
  /// 1, 0 or −1: which way a direction goes, or neither where it is less than a limit.
  fileprivate func sign(_ limit: Double) -> Double {
    self > limit ? 1 : self < -limit ? -1 : 0
  }
}
