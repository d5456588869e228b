// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import Testing

@Suite struct StatisticsTests {
  @Test(arguments: [
    // Two-sided 5 % points of Student's t: published tables, more digits by quadrature.
    (1.0, 12.706_204_736_174_7), (2, 4.302_652_729_749_46), (4.5, 2.658_912_347_204_34),
    (10, 2.228_138_851_986_27), (30, 2.042_272_456_301_24), (120, 1.979_930_405_082_42),
    (1118, 1.962_088_132_903_21),
  ])
  func `Student's t quantile is that of the tables`(degrees: Double, quantile: Double) {
    #expect(isClose(StudentT.quantile(degrees: degrees), quantile, within: 1e-11))
  }

  @Test func `with many degrees Student's t is the normal quantile`() {
    #expect(isClose(StudentT.quantile(degrees: 1e7), Interval.normalQuantile, within: 1e-6))
  }

  @Test func `Wilson's interval is that of his paper's formula, and stays between 0 and 1`() throws
  {
    let some = try #require(Interval.share(81, of: 263))
    #expect(isClose(some.low, 0.255_288, within: 1e-5))
    #expect(isClose(some.high, 0.366_210, within: 1e-5))
    let none = try #require(Interval.share(0, of: 20))
    #expect(none.low == 0 && isClose(none.high, 0.161_125, within: 1e-5))
    #expect(Interval.share(0, of: 0) == nil)
  }

  @Test func `the difference of shares has Newcombe's interval`() throws {
    // Newcombe 1998, table II: 56/70 and 48/80, method 10.
    let gap = try #require(Interval.difference(ofShare: (56, 70), and: (48, 80)))
    #expect(isClose(gap.low, 0.0524, within: 1e-4) && isClose(gap.high, 0.3339, within: 1e-4))
  }

  @Test func `means have Student's interval, and their difference Welch's`() throws {
    let (few, spread) = (Distribution([1, 2, 3, 4, 5]), Distribution([2, 4, 6, 8, 10]))
    let mean = try #require(Interval.mean(of: few))
    #expect(isClose(mean.low, 1.036_756_838_522_44) && isClose(mean.high, 4.963_243_161_477_56))
    let gap = try #require(Interval.difference(few, spread))
    #expect(isClose(gap.low, -6.887_741_643_736_91) && isClose(gap.high, 0.887_741_643_736_91))
    // Where neither varies, nothing tells how far the gap may lie.
    #expect(Interval.difference(Distribution([1, 1]), Distribution([2, 2])) == nil)
    #expect(Interval.difference(Distribution([1]), spread) == nil)
  }

  @Test func `a decimal number becomes the binary number nearest to it`() throws {
    for exponent in -18...18 {
      for digits: Int64 in [1, 333_333, 4_503_599_627_370_497, -9_007_199_254_740_991, .max - 6] {
        guard let number = ExactNumber(significand: digits, exponent: exponent) else {
          continue
        }
        #expect(number.double == Double(number.description), "\(number)")
      }
    }
  }

  @Test func `a quantile lies between the values around it`() {
    let values = Distribution([4, 1, 3, 2])
    #expect(values.median == 2.5)
    #expect(isClose(values.quantile(0.9), 3.7))
    #expect(values.quantile(0) == 1 && values.quantile(1) == 4)
    #expect(Distribution([7]).quantile(0.9) == 7)
    #expect(Distribution([1, 1, 1, 9]).median == 1)
    #expect(Distribution([1, 1, 9, 9]).median == 5)
  }

  @Test func `no values have no figures, and one has no spread`() {
    let none = Distribution()
    #expect(none.mean == nil && none.median == nil && none.deviation == nil)
    #expect(none.minimum == nil && none.sum == 0)
    let one = Distribution([3])
    #expect(one.mean == 3 && one.deviation == nil && Interval.mean(of: one) == nil)
  }

  @Test func `the order of values changes nothing, not even the last bit`() {
    let values = (0..<1000).map { Double($0 % 37) * 0.1 + Double($0 % 11) }
    let forward = Distribution(values)
    let backward = Distribution(values.reversed())
    #expect(forward.sum == backward.sum && forward.deviation == backward.deviation)
    #expect(forward == backward)
  }

  @Test func `the spread of large numbers close together is not lost`() {
    let values = Distribution([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    #expect(isClose(values.variance, 30))
  }

  @Test func `equal ranks share their mean`() {
    var pairs = JointDistribution()
    for (x, y) in [(1.0, 1.0), (2, 2), (2, 3), (3, 4), (4, 4)] { pairs.add(x, y) }
    // Ranks 1, 2½, 2½, 4, 5 and 1, 2, 3, 4½, 4½.
    #expect(isClose(pairs.spearman, 9 / (9.5 * 9.5).squareRoot()))
  }

  @Test func `what does not vary goes with nothing`() {
    var pairs = JointDistribution()
    #expect(pairs.pearson == nil)
    for y in 0..<5 { pairs.add(0.1, Double(y)) }
    #expect(pairs.pearson == nil && pairs.spearman == nil)
  }

  @Test func `what is the same goes together wholly`() {
    var pairs = JointDistribution()
    for value in 1..<9 { pairs.add(Double(value), Double(value) * 3 - 1) }
    #expect(isClose(pairs.pearson, 1) && isClose(pairs.spearman, 1))
  }

  @Test func `a regression finds the parts that made the outcome`() throws {
    var rows = CoMoments(width: 3)
    var (left, right, both) = (Distribution(), Distribution(), Distribution())
    for i in 0..<60 {
      let (x, z) = (Double(i % 7), Double(i % 5))
      rows.add([x, z, 2 * x - 3 * z + 1])
      left.add(x)
      right.add(z)
      both.add(2 * x - 3 * z + 1)
    }
    guard case .fitted(let coefficients, let rSquared) = rows.regression() else {
      Issue.record("\(rows.regression())")
      return
    }
    let deviations = try [left, right, both].map { try #require($0.deviation) }
    #expect(isClose(coefficients[0], 2 * deviations[0] / deviations[2]))
    #expect(isClose(coefficients[1], -3 * deviations[1] / deviations[2]))
    #expect(isClose(rSquared, 1))
  }

  @Test func `drivers that cannot be told apart are named`() {
    var doubled = CoMoments(width: 3)
    var constant = CoMoments(width: 3)
    var flat = CoMoments(width: 2)
    var few = CoMoments(width: 3)
    for i in 0..<20 {
      let x = Double(i % 6)
      doubled.add([x, 2 * x + 1, Double(i)])
      constant.add([x, 0.1, Double(i)])
      flat.add([x, 7])
    }
    few.add([1, 2, 3])
    #expect(doubled.regression() == .dependentDriver(1))
    #expect(constant.regression() == .constantDriver(1))
    #expect(flat.regression() == .constantOutcome)
    #expect(few.regression() == .tooFewRows)
    #expect(CoMoments(width: 3).regression() == .tooFewRows)
  }
}
