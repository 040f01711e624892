;; Inner products of one vector with many that lie one after another, four numbers at a time (WebAssembly SIMD).
(module
  (import "scan" "memory" (memory 1))

  ;; Writes gain[i] + query . vector[i] for `count` vectors of `quads` times four numbers. All places are in bytes. Four
  ;; sums of four go side by side, so that none waits for the other.
  (func (export "scores")
    (param $query i32) (param $vectors i32) (param $count i32) (param $quads i32) (param $gains i32) (param $scores i32)
    (local $end i32) (local $at i32) (local $whole i32) (local $last i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $gains) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $last (i32.add (local.get $query) (i32.shl (local.get $quads) (i32.const 4))))
    ;; Where the turns of four quads end.
    (local.set $whole
      (i32.add (local.get $query) (i32.shl (i32.and (local.get $quads) (i32.const -4)) (i32.const 4))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $gains) (local.get $end)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (local.set $at (local.get $query))
        (block $rest
          (loop $four
            (br_if $rest (i32.ge_u (local.get $at) (local.get $whole)))
            (local.set $a
              (f32x4.add
                (local.get $a)
                (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $vectors)))))
            (local.set $b
              (f32x4.add
                (local.get $b)
                (f32x4.mul (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $vectors)))))
            (local.set $c
              (f32x4.add
                (local.get $c)
                (f32x4.mul (v128.load offset=32 (local.get $at)) (v128.load offset=32 (local.get $vectors)))))
            (local.set $d
              (f32x4.add
                (local.get $d)
                (f32x4.mul (v128.load offset=48 (local.get $at)) (v128.load offset=48 (local.get $vectors)))))
            (local.set $at (i32.add (local.get $at) (i32.const 64)))
            (local.set $vectors (i32.add (local.get $vectors) (i32.const 64)))
            (br $four)))
        (block $summed
          (loop $one
            (br_if $summed (i32.ge_u (local.get $at) (local.get $last)))
            (local.set $a
              (f32x4.add
                (local.get $a)
                (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $vectors)))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $vectors (i32.add (local.get $vectors) (i32.const 16)))
            (br $one)))
        (local.set $a
          (f32x4.add
            (f32x4.add (local.get $a) (local.get $b))
            (f32x4.add (local.get $c) (local.get $d))))
        (f32.store
          (local.get $scores)
          (f32.add
            (f32.load (local.get $gains))
            (f32.add
              (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
              (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a))))))
        (local.set $gains (i32.add (local.get $gains) (i32.const 4)))
        (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
        (br $next))))

  ;; The first place from `at` on, in steps of four numbers, where one of the four is larger than `least`; `end` or more:
  ;; there is none.
  (func (export "above") (param $at i32) (param $end i32) (param $least f32) (result i32)
    (local $leasts v128)
    (local.set $leasts (f32x4.splat (local.get $least)))
    (block $found
      (loop $next
        (br_if $found (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $found (v128.any_true (f32x4.gt (v128.load (local.get $at)) (local.get $leasts))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (local.get $at)))
