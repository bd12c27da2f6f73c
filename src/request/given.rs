//! What an object holds, by the fields its members are.

use crate::catalog::{Field, name};
use crate::tape::{Key, Members, Node};

/// The members of an object by field: found once, read as often as rules ask.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// All of them, as given.
    pub members: Members<'a>,
    /// Where the value of each field stands; of a repeated name the last counts. 0 where it is not given: only a whole
    /// document stands in the first cell.
    places: [u32; name::COUNT],
    /// The numbers of the fields that stand here, a bit each; bit 0 for names that no field has.
    named: u32,
    /// The numbers of those that count as absent, since their value is `undefined`.
    undefined: u32,
}

impl<'a> Given<'a> {
    /// Finds the fields among the members.
    pub fn of(members: Members<'a>) -> Given<'a> {
        let mut given = Given { members, places: [0; name::COUNT], named: 0, undefined: 0 };
        for (key, here) in members.places() {
            let number = if let Key::Field(number) = key { number } else { 0 };
            if let Some(place) = given.places.get_mut(usize::from(number)) {
                *place = here;
            }
            given.named |= bit(number);
            if members.is_undefined(here) {
                given.undefined |= bit(number);
            } else {
                given.undefined &= !bit(number);
            }
        }
        given
    }

    /// The field's value, be it `undefined`.
    pub fn member(&self, number: u8) -> Option<Node<'a>> {
        let place = self.places.get(usize::from(number)).copied().unwrap_or_default();
        (place > 0).then(|| self.members.at(place))
    }

    /// The field's value, where it is given.
    pub fn get(&self, number: u8) -> Option<Node<'a>> {
        if self.undefined & bit(number) == 0 { self.member(number) } else { None }
    }

    /// Shows the members that are none of these fields: which each is among all, its name, its value.
    pub fn others(&self, fields: &[Field], see: &mut dyn FnMut(usize, Key<'a>, Node<'a>)) {
        let known = fields.iter().fold(0, |known, field| known | bit(field.number));
        // Nearly no request has any.
        if self.named & !known == 0 {
            return;
        }
        for (index, (key, value)) in self.members.iter().enumerate() {
            let is_known = matches!(key, Key::Field(number) if known & bit(number) > 0);
            if !is_known && !value.is_undefined() {
                see(index, key, value);
            }
        }
    }
}

/// The bit of a field's number; none has one past those.
fn bit(number: u8) -> u32 {
    1_u32.checked_shl(number.into()).unwrap_or_default()
}
