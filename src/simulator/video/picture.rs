//! What the videos show: the sun over hills, and three birds, painted in blocks.

/// One colour: luma and the two chroma values (BT.601, as H.264 takes them where nothing else is said). Chroma is even:
/// the coder writes half its differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Side of a block, in pixels.
pub const BLOCK: u32 = 16;

/// Sky from top to horizon, sun, and hills from far to near.
struct Palette {
    sky: [Colour; 6],
    sun: Colour,
    hills: [Colour; 3],
}

const PALETTES: [Palette; 4] = [
    // Dusk.
    Palette {
        sky: [
            Colour(60, 150, 118),
            Colour(78, 146, 128),
            Colour(100, 138, 140),
            Colour(126, 126, 150),
            Colour(152, 110, 156),
            Colour(176, 96, 150),
        ],
        sun: Colour(214, 90, 146),
        hills: [Colour(96, 140, 136), Colour(72, 144, 130), Colour(46, 146, 126)],
    },
    // Morning.
    Palette {
        sky: [
            Colour(120, 150, 110),
            Colour(138, 144, 114),
            Colour(156, 138, 118),
            Colour(172, 130, 124),
            Colour(188, 122, 130),
            Colour(202, 114, 136),
        ],
        sun: Colour(226, 104, 140),
        hills: [Colour(124, 128, 116), Colour(98, 122, 112), Colour(70, 120, 112)],
    },
    // Night.
    Palette {
        sky: [
            Colour(30, 140, 124),
            Colour(36, 144, 122),
            Colour(44, 148, 120),
            Colour(54, 150, 118),
            Colour(66, 150, 118),
            Colour(80, 148, 120),
        ],
        sun: Colour(210, 124, 126),
        hills: [Colour(50, 142, 122), Colour(38, 138, 124), Colour(26, 134, 126)],
    },
    // Noon.
    Palette {
        sky: [
            Colour(130, 160, 100),
            Colour(142, 156, 104),
            Colour(154, 152, 108),
            Colour(166, 148, 112),
            Colour(178, 144, 116),
            Colour(190, 138, 120),
        ],
        sun: Colour(232, 96, 136),
        hills: [Colour(132, 124, 112), Colour(110, 112, 108), Colour(84, 110, 108)],
    },
];
const BIRD: Colour = Colour(40, 134, 126);
/// How many there are.
pub const PALETTES_COUNT: u64 = PALETTES.len() as u64;

/// Hills from far to near, in thousandths: the crest's height, its swing, and waves a width.
const HILLS: [(u32, u32, u32); 3] = [(600, 50, 2), (690, 60, 3), (800, 50, 1)];
/// Frames until the birds are back where they were.
const LOOP: u64 = 150;

/// A still scene and what moves in it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Sides in pixels.
    pub sides: (u32, u32),
    /// Blocks in a row.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    still: Vec<Colour>,
}

/// Half a wave as a parabola, from 0 up to 1000 and back, of a place in thousandths of the wave.
fn wave(place: u32) -> u32 {
    let place = place % 1000;
    place * (1000 - place) / 250
}

impl Scene {
    /// A scene of those sides.
    pub fn new(width: u32, height: u32, palette: u8) -> Self {
        let palette = PALETTES.get(usize::from(palette)).unwrap_or(&PALETTES[0]);
        let (columns, rows) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
        let side = columns.min(rows);
        let (sun_x, sun_y, radius) = (columns / 2, rows * 2 / 5, side / 7);
        let colour = |x: u32, y: u32| {
            for (hill, colour) in HILLS.iter().zip(palette.hills).rev() {
                let (base, swing, waves) = *hill;
                let crest = base - swing * wave(1000 * x * waves / columns + base) / 1000;
                if 1000 * y >= crest * rows {
                    return colour;
                }
            }
            let (dx, dy) = (x.abs_diff(sun_x), y.abs_diff(sun_y));
            if dx * dx + dy * dy <= radius * radius {
                return palette.sun;
            }
            let band = (y as usize * palette.sky.len() * 4 / 3 / rows as usize).min(palette.sky.len() - 1);
            palette.sky.get(band).copied().unwrap_or(palette.sun)
        };
        let still = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y))).map(|(x, y)| colour(x, y));
        Scene { sides: (width, height), columns, rows, still: still.collect() }
    }

    /// The colour of every block of a frame, row by row.
    pub fn frame(&self, frame: u64) -> Vec<Colour> {
        let mut blocks = self.still.clone();
        let time = (frame % LOOP) as u32;
        for bird in 0..3_u32 {
            let x = (time + 10 * bird) % LOOP as u32 * (self.columns + 6) / LOOP as u32;
            let y = self.rows * (20 + 6 * bird) / 100 + 1;
            // Wings up, level, down, level: two strokes of three blocks each.
            let beat = [0, 1, 2, 1].get((time / 4 + bird) as usize % 4).copied().unwrap_or(1);
            for (across, down) in [(0, beat), (1, 1), (2, beat)] {
                let (x, y) = ((x + across).checked_sub(4), y + down - 1);
                if let Some(x) = x.filter(|x| *x < self.columns && y < self.rows)
                    && let Some(block) = blocks.get_mut((y * self.columns + x) as usize)
                {
                    *block = BIRD;
                }
            }
        }
        blocks
    }
}
