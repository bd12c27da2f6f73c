//! The smallest H.264 coder that draws blocks of one colour (ITU-T H.264, constrained baseline profile).
//!
//! A macroblock is predicted from its neighbour and differs from it by a constant, which is one DC coefficient for luma
//! and one for each chroma plane. At quantizer 28 a luma level is exactly one step of brightness and a chroma level
//! two of colour, so the coder knows what every decoder will show. In the frames between key frames what stands still
//! is skipped, and what moves is drawn anew.

use super::bits::Bits;
use super::picture::{BLOCK, Colour, Scene};

/// The quantizer at which levels are whole steps.
const QUANTIZER: i32 = 28;
/// A key frame every second, so that a player can seek.
pub const KEY_EVERY: u64 = super::FRAMES_PER_SECOND;
/// Level 4.0: 1920 × 1080 at 30 pictures a second.
const LEVEL: u8 = 40;
/// Baseline, constrained.
const PROFILE: u8 = 66;
const CONSTRAINTS: u8 = 0xC0;
const LOG2_FRAME_NUMBERS: u32 = 4;

const KEY_SLICE: u8 = 0x65;
const SLICE: u8 = 0x41;
const SEQUENCE: u8 = 0x67;
const PICTURE: u8 = 0x68;

/// A coded video.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The sequence parameter set.
    pub sequence: Vec<u8>,
    /// The picture parameter set.
    pub picture: Vec<u8>,
    /// One slice a frame.
    pub frames: Vec<Vec<u8>>,
}

/// Codes that many frames of a scene.
pub fn encode(scene: &Scene, frames: u64) -> Coded {
    let mut before: Vec<Colour> = Vec::new();
    let frames = (0..frames).map(|number| {
        let blocks = scene.frame(number);
        let since_key = number % KEY_EVERY;
        let slice = if since_key == 0 {
            key_slice(scene, &blocks, number / KEY_EVERY)
        } else {
            slice(scene, &blocks, &before, since_key)
        };
        before = blocks;
        slice
    });
    let frames = frames.collect();
    Coded { sequence: sequence(scene), picture: picture(), frames }
}

fn sequence(scene: &Scene) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(u32::from(PROFILE), 8);
    bits.put(u32::from(CONSTRAINTS), 8);
    bits.put(u32::from(LEVEL), 8);
    bits.unsigned(0); // seq_parameter_set_id
    bits.unsigned(LOG2_FRAME_NUMBERS - 4);
    bits.unsigned(2); // pic_order_cnt_type: shown in the order coded
    bits.unsigned(1); // max_num_ref_frames
    bits.put(0, 1); // gaps_in_frame_num_value_allowed_flag
    bits.unsigned(scene.columns - 1);
    bits.unsigned(scene.rows - 1);
    bits.put(1, 1); // frame_mbs_only_flag
    bits.put(1, 1); // direct_8x8_inference_flag
    let (width, height) = scene.sides;
    let (right, bottom) = (scene.columns * BLOCK - width, scene.rows * BLOCK - height);
    bits.put(u32::from(right > 0 || bottom > 0), 1);
    if right > 0 || bottom > 0 {
        // In units of two pixels, for chroma has half the resolution.
        for edge in [0, right / 2, 0, bottom / 2] {
            bits.unsigned(edge);
        }
    }
    bits.put(0, 1); // vui_parameters_present_flag
    bits.unit(SEQUENCE)
}

fn picture() -> Vec<u8> {
    let mut bits = Bits::default();
    bits.unsigned(0); // pic_parameter_set_id
    bits.unsigned(0); // seq_parameter_set_id
    bits.put(0, 1); // entropy_coding_mode_flag: CAVLC
    bits.put(0, 1); // bottom_field_pic_order_in_frame_present_flag
    bits.unsigned(0); // num_slice_groups_minus1
    bits.unsigned(0); // num_ref_idx_l0_default_active_minus1
    bits.unsigned(0); // num_ref_idx_l1_default_active_minus1
    bits.put(0, 1); // weighted_pred_flag
    bits.put(0, 2); // weighted_bipred_idc
    bits.signed(QUANTIZER - 26);
    bits.signed(0); // pic_init_qs_minus26
    bits.signed(0); // chroma_qp_index_offset
    bits.put(1, 1); // deblocking_filter_control_present_flag
    bits.put(0, 1); // constrained_intra_pred_flag
    bits.put(0, 1); // redundant_pic_cnt_present_flag
    bits.unit(PICTURE)
}

fn key_slice(scene: &Scene, blocks: &[Colour], key: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.unsigned(0); // first_mb_in_slice
    bits.unsigned(7); // slice_type: I
    bits.unsigned(0); // pic_parameter_set_id
    bits.put(0, LOG2_FRAME_NUMBERS);
    bits.unsigned((key % 2) as u32); // idr_pic_id: another one than the key frame before
    bits.put(0, 2); // dec_ref_pic_marking
    bits.signed(0); // slice_qp_delta
    bits.unsigned(1); // disable_deblocking_filter_idc: the blocks stay as drawn
    for at in 0..blocks.len() {
        macroblock(&mut bits, scene, blocks, at, 0);
    }
    bits.unit(KEY_SLICE)
}

fn slice(scene: &Scene, blocks: &[Colour], before: &[Colour], number: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.unsigned(0); // first_mb_in_slice
    bits.unsigned(5); // slice_type: P
    bits.unsigned(0); // pic_parameter_set_id
    bits.put(number as u32 % (1 << LOG2_FRAME_NUMBERS), LOG2_FRAME_NUMBERS);
    bits.put(0, 3); // num_ref_idx_active_override, ref_pic_list_modification, adaptive_ref_pic_marking
    bits.signed(0); // slice_qp_delta
    bits.unsigned(1); // disable_deblocking_filter_idc
    let mut skipped = 0;
    for at in 0..blocks.len() {
        if blocks.get(at) == before.get(at) {
            skipped += 1;
            continue;
        }
        bits.unsigned(skipped);
        skipped = 0;
        macroblock(&mut bits, scene, blocks, at, 5);
    }
    if skipped > 0 {
        bits.unsigned(skipped);
    }
    bits.unit(SLICE)
}

/// One block, predicted from its left neighbour, else from the one above, else from middle grey. `offset`: where the
/// types of intra macroblocks begin in this kind of slice (table 7-13).
fn macroblock(bits: &mut Bits, scene: &Scene, blocks: &[Colour], at: usize, offset: u32) {
    let columns = scene.columns as usize;
    let block = |at: usize| blocks.get(at).copied().unwrap_or(Colour(128, 128, 128));
    // Intra16x16 and chroma number the same directions differently (tables 8-4 and 8-5).
    let (expected, luma_mode, chroma_mode) = if !at.is_multiple_of(columns) {
        (block(at - 1), 1, 1)
    } else if at >= columns {
        (block(at - columns), 0, 2)
    } else {
        (Colour(128, 128, 128), 2, 0)
    };
    let colour = block(at);
    let difference = |to: u8, from: u8| i32::from(to) - i32::from(from);
    let luma = difference(colour.0, expected.0);
    let chroma = [difference(colour.1, expected.1) / 2, difference(colour.2, expected.2) / 2];
    let has_chroma = chroma != [0, 0];
    bits.unsigned(offset + 1 + luma_mode + 4 * u32::from(has_chroma));
    bits.unsigned(chroma_mode);
    bits.signed(0); // mb_qp_delta
    level(bits, luma, &LUMA_TOKENS);
    if has_chroma {
        for value in chroma {
            level(bits, value, &CHROMA_TOKENS);
        }
    }
}

/// `coeff_token` for none, one of ±1, and one of another size: value and length (table 9-5, nC 0 to 1, and nC −1).
type Tokens = [(u32, u32); 3];
const LUMA_TOKENS: Tokens = [(1, 1), (1, 2), (0b00_0101, 6)];
const CHROMA_TOKENS: Tokens = [(1, 2), (1, 1), (0b00_0111, 6)];

/// The DC coefficient alone (section 9.2).
fn level(bits: &mut Bits, level: i32, [none, one, other]: &Tokens) {
    let size = level.unsigned_abs();
    let negative = u32::from(level < 0);
    match size {
        0 => return bits.put(none.0, none.1),
        1 => {
            bits.put(one.0, one.1);
            bits.put(negative, 1);
        }
        _ => {
            bits.put(other.0, other.1);
            let code = 2 * size - 4 + negative;
            match code {
                0..14 => bits.put(1, code + 1),
                14..30 => {
                    bits.put(1, 15);
                    bits.put(code - 14, 4);
                }
                _ => {
                    bits.put(1, 16);
                    bits.put(code - 30, 12);
                }
            }
        }
    }
    bits.put(1, 1); // total_zeros: none
}
