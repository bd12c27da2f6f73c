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
    /// The numbers of the fields that are given, a bit each (`undefined` is absent); bit 0 for names that no field has.
    numbers: u32,
}

impl<'a> Given<'a> {
    /// Finds the fields among the members.
    pub fn of(members: Members<'a>) -> Given<'a> {
        let mut given = Given { members, places: [0; name::COUNT], numbers: 0 };
        for (key, here) in members.places() {
            let number = if let Key::Field(number) = key { number } else { 0 };
            if let Some(place) = given.places.get_mut(usize::from(number)) {
                *place = here;
            }
            if !members.is_undefined(here) {
                given.numbers |= bit(number);
            } else if number > 0 {
                given.numbers &= !bit(number);
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
        if self.numbers & bit(number) > 0 { self.member(number) } else { None }
    }

    /// Shows the members that are none of these fields: which each is among all, its name, its value.
    pub fn others(&self, fields: &[Field], see: &mut dyn FnMut(usize, Key<'a>, Node<'a>)) {
        let known = fields.iter().fold(0, |numbers, field| numbers | bit(field.number));
        // Nearly no request has any.
        if self.numbers & !known == 0 {
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
